import assert from "node:assert/strict";
import test from "node:test";
import type { Layout } from "../src/download/layout.ts";
import type { RunResult } from "../src/download/messages.ts";
import { Pieces } from "../src/download/pieces.ts";
import { SeedState } from "../src/download/seed-state.ts";
import { Seeds, type PieceClaims } from "../src/download/seeds.ts";

const MIB = 1024 * 1024;
const LAYOUT: Layout = { length: 16 * MIB, pieceLength: MIB, hashes: new Uint8Array(20 * 16) };

interface Asked {
  readonly run: number;
  readonly url: string;
  readonly from: number;
  readonly count: number;
  readonly end: (result: RunResult) => Promise<void>;
}

/** Seeds with a clock, chance and web seeds of the test's own. */
class Bench {
  now = 0;
  chance = 0;
  isStarving = false;
  delivering = false;
  readonly asked: Asked[] = [];
  readonly verified = new Pieces(16);
  readonly taken = new Set<number>();
  readonly seeds: Seeds;

  constructor(states: readonly SeedState[], layout = LAYOUT) {
    const bench = this;
    const peers: PieceClaims = {
      claim: (piece) => !this.taken.has(piece),
      release: () => {},
      get delivering() {
        return bench.delivering;
      },
    };
    this.seeds = new Seeds(layout, states, this.verified, peers, {
      now: () => this.now,
      random: () => this.chance,
      starving: () => this.isStarving,
      again: () => this.seeds.fill(),
      fetch: (run, url, from, count) =>
        new Promise((resolve) => {
          const end = async (result: RunResult): Promise<void> => {
            resolve(result);
            await new Promise((after) => setImmediate(after));
          };
          this.asked.push({ run, url, from, count, end });
        }),
    });
  }

  /** The web seed brings all of a run. */
  async deliver({ run, from, count, end }: Asked): Promise<void> {
    this.seeds.count(run, count * MIB);
    for (let piece = from; piece < from + count; piece++) {
      this.verified.add(piece);
      this.seeds.arrived(run, piece);
    }
    await end({ kind: "complete" });
  }
}

const server = (): SeedState => new SeedState("http://a/seed/f", "server", false);
const mirror = (): SeedState => new SeedState("http://b/f", "mirror", false);
const plain = (): SeedState => new SeedState("http://a/f", "server", true);

test("four requests run at a time, each for other pieces", () => {
  const bench = new Bench([server()]);
  bench.seeds.fill();
  assert.deepEqual(bench.asked.map(({ from, count }) => [from, count]), [[0, 1], [1, 1], [2, 1], [3, 1]]);
});

test("requests grow to a second's worth, and never ask for what is there", async () => {
  const bench = new Bench([server()]);
  bench.verified.add(6);
  bench.seeds.fill();
  bench.now = 500;
  await bench.deliver(bench.asked[0]!);
  assert.deepEqual([bench.asked[4]!.from, bench.asked[4]!.count], [4, 2]);
});

test("chance picks where a request starts", () => {
  const bench = new Bench([server()]);
  bench.chance = 0.5;
  bench.seeds.fill();
  assert.deepEqual(bench.asked.map(({ from }) => from), [8, 9, 10, 11]);
});

test("pieces that peers have begun are left to them", () => {
  const bench = new Bench([server()]);
  [0, 1, 2, 4].forEach((piece) => bench.taken.add(piece));
  bench.seeds.fill();
  assert.deepEqual(bench.asked.map(({ from }) => from), [3, 5, 6, 7]);
});

test("one request runs while peers deliver", () => {
  const bench = new Bench([server(), mirror()]);
  bench.delivering = true;
  bench.seeds.fill();
  assert.equal(bench.asked.length, 1);
});

test("web seeds share the work", () => {
  const bench = new Bench([server(), mirror()]);
  bench.seeds.fill();
  assert.deepEqual(bench.asked.map(({ url }) => url), ["http://a/seed/f", "http://b/f", "http://a/seed/f", "http://b/f"]);
});

test("long pieces run with fewer requests, for the memory", () => {
  const pieceLength = 16 * MIB;
  const bench = new Bench([server()], { length: 16 * pieceLength, pieceLength, hashes: new Uint8Array(20 * 16) });
  bench.seeds.fill();
  assert.equal(bench.asked.length, 2);
});

test("a web seed that asks for patience is asked again when it said", async () => {
  const bench = new Bench([server()]);
  bench.seeds.fill();
  for (const asked of [...bench.asked]) {
    await asked.end({ kind: "refused", status: 503, retryAfter: 10 });
  }
  assert.equal(bench.asked.length, 4);
  bench.now = 9_999;
  bench.seeds.fill();
  assert.equal(bench.asked.length, 4);
  bench.now = 10_000;
  bench.seeds.fill();
  assert.equal(bench.asked.length, 8);
});

test("nobody has to wait longer than five minutes", async () => {
  const bench = new Bench([server()]);
  bench.seeds.fill();
  for (const asked of [...bench.asked]) {
    await asked.end({ kind: "refused", status: 503, retryAfter: 1e9 });
  }
  bench.now = 300_000;
  bench.seeds.fill();
  assert.equal(bench.asked.length, 8);
});

test("the plain URL is asked only if nothing comes from anybody", async () => {
  const bench = new Bench([server(), plain()]);
  bench.seeds.fill();
  assert.ok(bench.asked.every(({ url }) => url === "http://a/seed/f"));
  for (const asked of [...bench.asked]) {
    await asked.end({ kind: "refused", status: 503, retryAfter: 60 });
  }
  assert.equal(bench.asked.length, 4);
  bench.isStarving = true;
  bench.seeds.fill();
  assert.equal(bench.asked[4]!.url, "http://a/f");
});

test("a web seed of wrong pieces is dropped after the third, and its pieces are fetched elsewhere", async () => {
  const bench = new Bench([server()]);
  bench.seeds.fill();
  for (let i = 0; i < 3; i++) {
    await bench.asked[i]!.end({ kind: "wrong", piece: bench.asked[i]!.from });
  }
  assert.equal(bench.seeds.hopeful, false);
  const before = bench.asked.length;
  await bench.asked[3]!.end({ kind: "wrong", piece: 3 });
  assert.equal(bench.asked.length, before);
});

test("a web seed that has no such file is dropped", async () => {
  const state = server();
  for (let i = 0; i < 3; i++) {
    state.learn({ kind: "refused", status: 404 }, 0, 1, 0);
  }
  assert.equal(state.dropped, true);
});

test("a web seed that breaks off is tried again, later and later", () => {
  const state = server();
  const waits = [1, 2, 3, 4].map(() => {
    state.learn({ kind: "broken" }, 0, 1, 0);
    return [500, 1000, 2000, 4000, 8000].find((now) => state.ready(now));
  });
  assert.deepEqual(waits, [1000, 2000, 4000, 8000]);
  assert.equal(state.dropped, false);
});

test("nothing starts after the end", () => {
  const bench = new Bench([server()]);
  bench.seeds.end();
  bench.seeds.fill();
  assert.equal(bench.asked.length, 0);
});
