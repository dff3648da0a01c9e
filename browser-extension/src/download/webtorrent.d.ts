/** What is used of webtorrent 3.0.21; names with an underscore are its own and hold for this version. */
declare module "webtorrent" {
  export interface Wire {
    readonly peerId: string;
    /** Requests of the peer that were not answered yet. */
    readonly peerRequests: readonly unknown[];
    /** What is sent as BEP 10's handshake. */
    readonly extendedHandshake: Record<string, unknown>;
    on(event: "piece", listener: (piece: number, begin: number) => void): void;
    on(event: "request", listener: (piece: number, begin: number, length: number) => void): void;
    once(event: "close", listener: () => void): void;
    have(piece: number): void;
    unchoke(): void;
    choke(): void;
    destroy(): void;
    /** Reads that many bytes of the stream next. */
    _parse(size: number, parser: (bytes: Uint8Array) => void): void;
  }

  /** A piece that is not complete. */
  export interface Piece {
    readonly length: number;
    readonly missing: number;
    readonly _reservations: number;
    reserveRemaining(): number;
    cancelRemaining(block: number): void;
  }

  export interface ChunkStore {
    readonly chunkLength: number;
    put(index: number, bytes: Uint8Array<ArrayBuffer>, done: (error?: Error | null) => void): void;
    get(
      index: number,
      options: { offset?: number; length?: number } | null,
      done: (error: Error | null, bytes?: Uint8Array) => void,
    ): void;
    close(done: (error?: Error | null) => void): void;
    destroy(done: (error?: Error | null) => void): void;
  }

  export interface Torrent {
    readonly pieces: (Piece | null)[];
    readonly wires: Wire[];
    readonly ready: boolean;
    readonly destroyed: boolean;
    on(event: "wire", listener: (wire: Wire) => void): void;
    on(event: "verified", listener: (piece: number) => void): void;
    on(event: "download" | "upload", listener: (bytes: number) => void): void;
    on(event: "warning" | "error", listener: (error: Error) => void): void;
    on(event: "ready", listener: () => void): void;
    _markVerified(piece: number): void;
    _checkDone(): boolean;
    _update(): void;
  }

  export interface TorrentOptions {
    readonly store: new (chunkLength: number) => ChunkStore;
    readonly storeCacheSlots: number;
    readonly bitfield: Uint8Array;
    readonly strategy: "rarest" | "sequential";
    readonly uploads: number | false;
    readonly announce?: readonly string[];
  }

  export interface ClientOptions {
    readonly maxConns: number;
    readonly webSeeds: boolean;
    readonly dht: boolean;
    readonly lsd: boolean;
    readonly utPex: boolean;
    readonly natUpnp: boolean;
    readonly natPmp: boolean;
    readonly tracker: { readonly rtcConfig: RTCConfiguration };
  }

  export default class WebTorrent {
    constructor(options: ClientOptions);
    add(torrent: Uint8Array, options: TorrentOptions): Torrent;
    on(event: "error", listener: (error: Error) => void): void;
    destroy(done?: (error?: Error | null) => void): void;
  }
}
