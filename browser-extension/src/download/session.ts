import type { Facts } from "./facts.ts";
import { Failure } from "./failure.ts";
import { lengthOf, pieceCount } from "./layout.ts";
import { Pieces } from "./pieces.ts";
import { Seeds, bytesOf, type PieceClaims } from "./seeds.ts";
import { seedsOf } from "./sources.ts";
import { Storage } from "./storage.ts";
import { Swarm } from "./swarm.ts";

/** Nothing came for so long: the plain URL is asked, in milliseconds. */
const STARVING = 15_000;

/** Nothing came for so long, and nobody is there: the download is given up, in milliseconds. */
const HOPELESS = 180_000;

/** From whom verified bytes came. */
export type Source = "server" | "mirror" | "peers";

export interface SessionListener {
  /** Bytes came in, verified or not. */
  received(bytes: number): void;
  /** A piece is verified and written. */
  verified(source: Source, bytes: number): void;
  sent(bytes: number): void;
  complete(): void;
  failed(error: unknown): void;
}

export interface SessionOptions {
  readonly facts: Facts;
  readonly url: string;
  /** The folder of the private file system. */
  readonly folder: string;
  readonly share: boolean;
  readonly iceServers: readonly RTCIceServer[];
}

const NO_PEERS: PieceClaims = { claim: () => true, release: () => {}, delivering: false };

/** One stretch of a download, from its start or resumption until it is paused, done or failed. */
export class Session {
  private readonly storage: Storage;
  private readonly timer: ReturnType<typeof setInterval>;
  private pieces: Pieces;
  private swarm: Swarm | undefined;
  private seeds: Seeds | undefined;
  private lastReceived = performance.now();

  private constructor(
    private readonly options: SessionOptions,
    private readonly listener: SessionListener,
  ) {
    this.pieces = new Pieces(pieceCount(options.facts.layout));
    this.storage = Storage.start({
      bytes: (run, count) => {
        this.seeds?.count(run, count);
        this.receive(count);
      },
      piece: (run, piece) => this.fromSeed(run, piece),
      disk: (name) => listener.failed(new DOMException("", name)),
    });
    this.timer = setInterval(() => this.tick(), 1000);
  }

  /** Opens the storage, verifies what may be lost, and starts to fetch what is missing. */
  static async open(options: SessionOptions, listener: SessionListener): Promise<Session> {
    const session = new Session(options, listener);
    try {
      await session.start();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  get peers(): number {
    return this.swarm?.peers ?? 0;
  }

  /** In bytes. */
  get verified(): number {
    return bytesOf(this.options.facts.layout, this.pieces);
  }

  get complete(): boolean {
    return this.pieces.full;
  }

  share(agreed: boolean): void {
    this.swarm?.share(agreed);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.seeds?.end();
    this.swarm?.leave();
    await this.storage.close();
  }

  private async start(): Promise<void> {
    const { facts, folder, url } = this.options;
    const bits = await this.storage.open(folder, facts.layout);
    this.pieces = Pieces.from(this.pieces.count, bits);
    this.swarm = this.join();
    if (!this.pieces.full) {
      const seeds = seedsOf(facts, url, location.protocol === "https:");
      this.seeds = new Seeds(facts.layout, seeds, this.pieces, this.swarm ?? NO_PEERS, {
        now: () => performance.now(),
        random: Math.random,
        fetch: (run, seed, from, count) => this.storage.fetch(run, seed, from, count),
        starving: () => performance.now() - this.lastReceived > STARVING,
        again: () => this.seeds?.fill(),
      });
      this.seeds.fill();
    }
  }

  private join(): Swarm | undefined {
    const { facts, iceServers, share } = this.options;
    if (facts.trackers.length === 0 || typeof RTCPeerConnection === "undefined") {
      return undefined;
    }
    const options = { facts, iceServers, share, verified: this.pieces.bits, now: () => performance.now() };
    return new Swarm(options, this.storage, {
      received: (bytes) => this.receive(bytes),
      sent: (bytes) => this.listener.sent(bytes),
      piece: (piece) => this.add(piece, "peers"),
      failed: (error) => this.listener.failed(error),
    });
  }

  private receive(bytes: number): void {
    this.lastReceived = performance.now();
    this.listener.received(bytes);
  }

  private fromSeed(run: number, piece: number): void {
    const seed = this.seeds?.arrived(run, piece);
    this.swarm?.have(piece);
    this.add(piece, seed?.origin ?? "server");
  }

  private add(piece: number, source: Source): void {
    if (this.pieces.add(piece)) {
      this.listener.verified(source, lengthOf(this.options.facts.layout, piece));
      if (this.pieces.full) {
        this.seeds?.end();
        this.listener.complete();
      }
    }
  }

  private tick(): void {
    if (this.seeds === undefined || this.pieces.full) {
      return;
    }
    this.seeds.fill();
    const idle = performance.now() - this.lastReceived;
    const nobody = this.peers === 0 && this.seeds.active === 0;
    if (nobody && idle > (this.seeds.hopeful ? HOPELESS : STARVING)) {
      this.listener.failed(new Failure("download_nobody"));
    }
  }
}
