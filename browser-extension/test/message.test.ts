import assert from "node:assert/strict";
import { test } from "node:test";
import { MalformedMessage, txtAnswer, txtQuery } from "../src/dns/message.ts";

const NAME = "ab._torrent.dl.example.org";

/** An answer to a query: its header and question, then records. */
function answer(records: readonly number[][], flags = 0x8180, name = NAME): Uint8Array {
  const query = txtQuery(name);
  query.set([flags >> 8, flags & 0xff], 2);
  query.set([0, records.length], 6);
  return Uint8Array.from([...query, ...records.flat()]);
}

/** A record whose owner is a pointer to the question. */
function record(type: number, data: readonly number[], owner: readonly number[] = [0xc0, 12]): number[] {
  return [...owner, 0, type, 0, 1, 0, 0, 1, 44, data.length >> 8, data.length & 0xff, ...data];
}

function label(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}

test("a query is the one that dig sends, without a number", () => {
  assert.equal(
    Buffer.from(txtQuery("a.example")).toString("hex"),
    "000001000001000000000000" + "0161076578616d706c6500" + "00100001",
  );
  assert.throws(() => txtQuery("a..b"), RangeError);
  assert.throws(() => txtQuery(`${"a".repeat(64)}.example`), RangeError);
});

test("an answer's strings are read, those of other types passed over", () => {
  const txt = record(16, [...label("hello"), ...label("you")]);
  const records = [record(1, [127, 0, 0, 1]), txt];
  assert.deepEqual(txtAnswer(answer(records), NAME), { kind: "records", records: [["hello", "you"]] });
});

test("an alias is followed", () => {
  const alias = [...label("else"), 0xc0, 12];
  const records = [record(5, alias), record(16, label("there"), alias)];
  assert.deepEqual(txtAnswer(answer(records), NAME), { kind: "records", records: [["there"]] });
});

test("no records, no name and failures are told apart", () => {
  assert.deepEqual(txtAnswer(answer([]), NAME), { kind: "none" });
  assert.deepEqual(txtAnswer(answer([], 0x8183), NAME), { kind: "none" });
  assert.deepEqual(txtAnswer(answer([], 0x8182), NAME), { kind: "failed", rcode: 2 });
});

test("records of another name are passed over", () => {
  const records = [record(16, label("forged"), [...label("x"), 0])];
  assert.deepEqual(txtAnswer(answer(records), NAME), { kind: "none" });
});

test("what is no answer to the question is refused", () => {
  const bad: Readonly<Record<string, Uint8Array>> = {
    "a query": txtQuery(NAME),
    truncated: answer([], 0x8380),
    "another question": answer([], 0x8180, "cd._torrent.dl.example.org"),
    "too short": answer([record(16, label("hello"))]).subarray(0, -3),
    "a string beyond its record": answer([record(16, [200, 1])]),
    "a pointer to itself": answer([record(16, label("a"), [0xc0, 44])]),
    empty: new Uint8Array(0),
  };
  for (const [what, bytes] of Object.entries(bad)) {
    assert.throws(() => txtAnswer(bytes, NAME), MalformedMessage, what);
  }
});

test("any bytes give an answer or a MalformedMessage", () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`seed ${seed}`);
  const random = randomFrom(seed);
  const whole = answer([record(16, label("hello")), record(5, [...label("else"), 0xc0, 12])]);
  for (let i = 0; i < 20_000; i++) {
    const bytes = Uint8Array.from(whole);
    for (let n = random(4); n >= 0; n--) {
      bytes[random(bytes.length)] = random(256);
    }
    try {
      txtAnswer(bytes.subarray(0, random(bytes.length + 1)), NAME);
    } catch (error) {
      assert.ok(error instanceof MalformedMessage, String(error));
    }
  }
});

/** A small generator of numbers below a bound (Lehmer). */
function randomFrom(seed: number): (bound: number) => number {
  let state = seed || 1;
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
}
