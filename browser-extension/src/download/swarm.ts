import WebTorrent, { type ChunkStore, type Torrent, type Wire } from "webtorrent";
import { Blame } from "./blame.ts";
import type { Facts } from "./facts.ts";
import { lengthOf } from "./layout.ts";
import { PieceCache } from "./piece-cache.ts";
import type { PieceClaims } from "./seeds.ts";

/** Most peers at a time: each may have a piece of its own under way, in memory. */
const MOST_PEERS = 24;
const FEWEST_PEERS = 4;

/** Bytes of pieces that all peers together may have under way. */
const UNDER_WAY = 80 * 1024 * 1024;

/** Most bytes of one message of a peer: a block is 16 KiB, a bitfield of 1,000,000 pieces 122 KiB. */
const LONGEST_MESSAGE = 256 * 1024;

/** Requests of a peer that may wait, which it is told as reqq (BEP 10). */
const MOST_REQUESTS = 512;

/** Most bytes of one request: every client asks for blocks of 16 KiB. */
const LONGEST_REQUEST = 32 * 1024;

/** Pieces that are kept in memory for peers who ask for their blocks, in bytes. */
const CACHE = 16 * 1024 * 1024;

/** A piece that peers have begun and add nothing to for so long may go to a web seed, in milliseconds. */
const IDLE = 8_000;

/** Peers that sent something within so many milliseconds are delivering. */
const RECENT = 3_000;

/** Where pieces of peers go, and where the ones that peers ask for come from. */
export interface SwarmStore {
  put(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  get(piece: number, begin: number, length: number): Promise<Uint8Array>;
}

export interface SwarmListener {
  received(bytes: number): void;
  sent(bytes: number): void;
  /** A piece of peers is verified and stored. */
  piece(piece: number): void;
  /** The storage refused a piece. */
  failed(error: unknown): void;
}

export interface SwarmOptions {
  readonly facts: Facts;
  /** The bitfield of what is there. */
  readonly verified: Uint8Array;
  readonly iceServers: readonly RTCIceServer[];
  readonly share: boolean;
  readonly now: () => number;
}

/** The browsers that exchange pieces of one torrent over WebRTC, found through WebSocket trackers. */
export class Swarm implements PieceClaims {
  private readonly client: WebTorrent;
  private readonly torrent: Torrent;
  private readonly blame = new Blame<Wire>();
  private readonly begun = new Map<number, { missing: number; at: number }>();
  private lastReceived = -Infinity;
  private sharing: boolean;

  constructor(
    private readonly options: SwarmOptions,
    private readonly store: SwarmStore,
    private readonly listener: SwarmListener,
  ) {
    this.sharing = options.share;
    this.client = new WebTorrent({
      maxConns: this.mostPeers(),
      webSeeds: false,
      dht: false,
      lsd: false,
      utPex: false,
      natUpnp: false,
      natPmp: false,
      tracker: { rtcConfig: { iceServers: [...options.iceServers] } },
    });
    // Without its peers, a download goes on with its web seeds.
    this.client.on("error", () => {});
    this.torrent = this.join();
  }

  get peers(): number {
    return this.torrent.wires.length;
  }

  get delivering(): boolean {
    return this.options.now() - this.lastReceived < RECENT;
  }

  claim(index: number): boolean {
    const piece = this.torrent.ready ? this.torrent.pieces[index] : undefined;
    if (piece === undefined || piece === null) {
      return !this.torrent.ready;
    }
    if (piece._reservations > 0 && !this.idle(index, piece.missing)) {
      return false;
    }
    piece.reserveRemaining();
    return true;
  }

  release(index: number): void {
    const piece = this.torrent.pieces[index];
    if (this.torrent.ready && piece !== null && piece !== undefined && piece.missing === piece.length) {
      piece.cancelRemaining(0);
      this.torrent._update();
    }
  }

  /** Tells the peers of a piece that came from elsewhere. */
  have(index: number): void {
    if (this.torrent.ready && !this.torrent.destroyed && this.torrent.pieces[index] !== null) {
      this.torrent._markVerified(index);
      this.torrent.wires.forEach((wire) => wire.have(index));
      this.torrent._checkDone();
    }
  }

  share(agreed: boolean): void {
    this.sharing = agreed;
    this.torrent.wires.forEach((wire) => (agreed ? wire.unchoke() : wire.choke()));
  }

  leave(): void {
    this.client.destroy();
  }

  private join(): Torrent {
    const { layout } = this.options.facts;
    const read = (piece: number): Promise<Uint8Array> => this.store.get(piece, 0, lengthOf(layout, piece));
    const cache = new PieceCache(read, layout.pieceLength, CACHE);
    const torrent = this.client.add(this.options.facts.torrent, {
      store: storeClass({
        get: (piece, begin, length) => cache.get(piece, begin, length),
        put: (piece, bytes) => this.keep(piece, bytes),
      }),
      storeCacheSlots: 0,
      bitfield: this.options.verified.slice(),
      strategy: "rarest",
      uploads: 10,
    });
    torrent.on("wire", (wire) => this.greet(wire));
    torrent.on("download", (bytes) => {
      this.lastReceived = this.options.now();
      this.listener.received(bytes);
    });
    torrent.on("upload", (bytes) => this.listener.sent(bytes));
    torrent.on("warning", (warning) => this.punish(warning));
    torrent.on("error", () => {});
    return torrent;
  }

  private async keep(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.blame.right(piece);
    this.begun.delete(piece);
    try {
      await this.store.put(piece, bytes);
      this.listener.piece(piece);
    } catch (error) {
      this.listener.failed(error);
      throw error;
    }
  }

  /** Bounds what a new peer may send, remembers what it sent, and chokes it if nothing is shared. */
  private greet(wire: Wire): void {
    // webtorrent bounds only the connections that it opens over TCP.
    if (this.torrent.wires.length > this.mostPeers()) {
      wire.destroy();
      return;
    }
    const parse = wire._parse.bind(wire);
    wire._parse = (size, parser) => {
      // The last call of a wire asks for everything, and drops it.
      const long = size > LONGEST_MESSAGE && size < Number.MAX_VALUE;
      if (long || wire.peerRequests.length > 2 * MOST_REQUESTS) {
        wire.destroy();
      } else {
        parse(size, parser);
      }
    };
    const unchoke = wire.unchoke.bind(wire);
    wire.unchoke = () => {
      if (this.sharing) {
        unchoke();
      }
    };
    wire.extendedHandshake.reqq = MOST_REQUESTS;
    wire.on("request", (_index, _begin, length) => {
      if (length > LONGEST_REQUEST) {
        wire.destroy();
      }
    });
    wire.on("piece", (index) => {
      if (this.torrent.pieces[index]) {
        this.blame.contributed(index, wire);
      }
    });
    wire.once("close", () => this.blame.forget(wire));
  }

  private mostPeers(): number {
    const fitting = Math.floor(UNDER_WAY / this.options.facts.layout.pieceLength);
    return Math.max(FEWEST_PEERS, Math.min(MOST_PEERS, fitting));
  }

  private punish(warning: Error): void {
    const index = /^Piece (\d+) failed verification$/.exec(warning.message)?.[1];
    if (index !== undefined) {
      this.blame.wrong(Number(index)).forEach((wire) => wire.destroy());
    }
  }

  /** Whether the peers that began a piece have added nothing to it for a while. */
  private idle(index: number, missing: number): boolean {
    const now = this.options.now();
    const before = this.begun.get(index);
    if (before === undefined || before.missing !== missing) {
      this.begun.set(index, { missing, at: now });
      return false;
    }
    return now - before.at >= IDLE;
  }
}

/** What webtorrent takes for a store: a class. */
function storeClass(store: SwarmStore): new (chunkLength: number) => ChunkStore {
  return class implements ChunkStore {
    constructor(readonly chunkLength: number) {}

    put(index: number, bytes: Uint8Array<ArrayBuffer>, done: (error?: Error | null) => void): void {
      store.put(index, bytes).then(() => done(null), done);
    }

    get(
      index: number,
      options: { offset?: number; length?: number } | null,
      done: (error: Error | null, bytes?: Uint8Array) => void,
    ): void {
      const begin = options?.offset ?? 0;
      const length = options?.length ?? this.chunkLength - begin;
      store.get(index, begin, length).then((bytes) => done(null, bytes), done);
    }

    close(done: (error?: Error | null) => void): void {
      done(null);
    }

    destroy(done: (error?: Error | null) => void): void {
      done(null);
    }
  };
}
