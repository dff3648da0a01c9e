import { lengthOf, pieceCount, type Layout } from "./layout.ts";
import type { RunResult } from "./messages.ts";
import type { Pieces } from "./pieces.ts";
import type { SeedState } from "./seed-state.ts";

/** Most bytes that one request asks for, unless a piece is longer. */
const LONGEST_RUN = 8 * 1024 * 1024;

/** Bytes that the first request of a web seed asks for. */
const FIRST_RUN = 1024 * 1024;

/** Bytes of unfinished pieces that all requests together may hold in memory. */
const MEMORY = 64 * 1024 * 1024;

/** Requests at a time, to all web seeds together. */
const MOST_REQUESTS = 4;

/** Who else fetches pieces: the peers. */
export interface PieceClaims {
  /** Takes a piece that no peer has begun; false if one has. */
  claim(piece: number): boolean;
  /** Gives a claimed piece back. */
  release(piece: number): void;
  /** Whether peers deliver, so that the web seeds may rest. */
  readonly delivering: boolean;
}

export interface SeedPorts {
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly fetch: (run: number, url: string, from: number, count: number) => Promise<RunResult>;
  /** Whether nothing has come from anybody for a while: the last resort may then be asked. */
  readonly starving: () => boolean;
  /** Called after each run, so that the next ones are started. */
  readonly again: () => void;
}

interface Run {
  readonly seed: SeedState;
  readonly started: number;
  readonly left: Set<number>;
  bytes: number;
}

/** Decides which web seed is asked for which pieces, and when. */
export class Seeds {
  private readonly runs = new Map<number, Run>();
  private readonly claimed = new Set<number>();
  private numbers = 0;
  private ended = false;

  constructor(
    private readonly layout: Layout,
    private readonly seeds: readonly SeedState[],
    private readonly verified: Pieces,
    private readonly peers: PieceClaims,
    private readonly ports: SeedPorts,
  ) {}

  /** Whether some web seed may still be asked, now or later. */
  get hopeful(): boolean {
    return this.seeds.some((seed) => !seed.dropped);
  }

  get active(): number {
    return this.runs.size;
  }

  /** Starts as many runs as make sense now; to be called again every second and after each run. */
  fill(): void {
    while (!this.ended && this.runs.size < this.most()) {
      const seed = this.next();
      if (seed === undefined || !this.start(seed)) {
        return;
      }
    }
  }

  /** Counts bytes of a run. */
  count(run: number, bytes: number): void {
    const found = this.runs.get(run);
    if (found !== undefined) {
      found.bytes += bytes;
    }
  }

  /** A piece of a run is written; its web seed. */
  arrived(run: number, piece: number): SeedState | undefined {
    const found = this.runs.get(run);
    found?.left.delete(piece);
    this.claimed.delete(piece);
    return found?.seed;
  }

  /** Starts no further runs. */
  end(): void {
    this.ended = true;
  }

  private most(): number {
    if (this.peers.delivering) {
      return 1;
    }
    return Math.max(1, Math.min(MOST_REQUESTS, Math.floor(MEMORY / (2 * this.layout.pieceLength))));
  }

  /** The web seed with the fewest requests of those that may be asked; chance among equals. */
  private next(): SeedState | undefined {
    const ready = this.seeds.filter((seed) => seed.ready(this.ports.now()));
    const usual = ready.filter((seed) => !seed.lastResort);
    const othersMay = this.seeds.some((seed) => !seed.lastResort && !seed.dropped);
    const from = usual.length > 0 || (othersMay && !this.ports.starving()) ? usual : ready;
    const fewest = Math.min(...from.map((seed) => seed.active));
    const best = from.filter((seed) => seed.active === fewest);
    return best[Math.floor(this.ports.random() * best.length)];
  }

  private start(seed: SeedState): boolean {
    const pieces = this.claimRun(this.longest(seed));
    const from = pieces[0];
    if (from === undefined) {
      return false;
    }
    const number = this.numbers++;
    const run: Run = { seed, started: this.ports.now(), left: new Set(pieces), bytes: 0 };
    this.runs.set(number, run);
    seed.active++;
    void this.ports.fetch(number, seed.url, from, pieces.length).then(
      (result) => this.finish(number, run, result),
      () => this.finish(number, run, { kind: "stopped" }),
    );
    return true;
  }

  private finish(number: number, run: Run, result: RunResult): void {
    const now = this.ports.now();
    run.seed.active--;
    run.seed.learn(result, run.bytes, now - run.started, now);
    this.runs.delete(number);
    for (const piece of run.left) {
      this.claimed.delete(piece);
      this.peers.release(piece);
    }
    this.ports.again();
  }

  /** About a second's worth of a web seed, in pieces. */
  private longest(seed: SeedState): number {
    const bytes = seed.speed === 0 ? FIRST_RUN : Math.min(LONGEST_RUN, seed.speed);
    return Math.max(1, Math.floor(bytes / this.layout.pieceLength));
  }

  /**
   * Claims neighbouring pieces, from a place that chance picks: downloads of the same file then
   * fetch different pieces, which they can give each other.
   */
  private claimRun(longest: number): number[] {
    const count = pieceCount(this.layout);
    const start = Math.floor(this.ports.random() * count);
    for (let i = 0; i < count; i++) {
      const piece = (start + i) % count;
      if (this.take(piece)) {
        const run = [piece];
        while (run.length < longest && piece + run.length < count && this.take(piece + run.length)) {
          run.push(piece + run.length);
        }
        return run;
      }
    }
    return [];
  }

  private take(piece: number): boolean {
    if (this.verified.has(piece) || this.claimed.has(piece) || !this.peers.claim(piece)) {
      return false;
    }
    this.claimed.add(piece);
    return true;
  }
}

/** Bytes that pieces have together. */
export function bytesOf(layout: Layout, pieces: Iterable<number>): number {
  let sum = 0;
  for (const piece of pieces) {
    sum += lengthOf(layout, piece);
  }
  return sum;
}
