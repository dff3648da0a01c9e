import assert from "node:assert/strict";
import test from "node:test";
import { Blame } from "../src/download/blame.ts";
import { decodeJournal, encodeEntry, encodeJournal, encodeMark } from "../src/download/journal.ts";
import { harmlessName } from "../src/download/names.ts";
import { PieceCache } from "../src/download/piece-cache.ts";
import { Pieces } from "../src/download/pieces.ts";
import { Rate } from "../src/download/rate.ts";
import { reasonOf, Failure } from "../src/download/failure.ts";
import { isPiece, lengthOf, pieceCount } from "../src/download/layout.ts";
import { seedsOf } from "../src/download/sources.ts";
import { MalformedBencode } from "../src/torrent/bencode.ts";

test("a journal settles what stands before its last mark", () => {
  const bytes = Uint8Array.from([...encodeEntry(3), ...encodeEntry(1), ...encodeMark(), ...encodeEntry(2)]);
  assert.deepEqual(decodeJournal(bytes, 4), { settled: [3, 1], unsettled: [2] });
});

test("a torn or impossible entry of a journal is left out", () => {
  const bytes = Uint8Array.from([...encodeEntry(9), ...encodeEntry(1), 0, 0, 0]);
  assert.deepEqual(decodeJournal(bytes, 4), { settled: [], unsettled: [1] });
  assert.deepEqual(decodeJournal(new Uint8Array(0), 4), { settled: [], unsettled: [] });
});

test("a compact journal says the same", () => {
  const verified = Pieces.of(40, [0, 7, 8, 39]);
  assert.deepEqual(decodeJournal(encodeJournal(verified), 40), { settled: [0, 7, 8, 39], unsettled: [] });
});

test("pieces are BEP 3's bitfield, and each counts once", () => {
  const pieces = new Pieces(10);
  assert.equal(pieces.add(0), true);
  assert.equal(pieces.add(9), true);
  assert.equal(pieces.add(9), false);
  assert.equal(pieces.add(10), false);
  assert.deepEqual([...pieces.bits], [0x80, 0x40]);
  assert.equal(pieces.size, 2);
  assert.deepEqual([...Pieces.from(10, pieces.bits)], [0, 9]);
});

test("spare bits of a bitfield are not counted", () => {
  assert.equal(Pieces.from(10, Uint8Array.of(0xff, 0xff)).size, 10);
});

test("the last piece is as long as what is left", () => {
  const layout = { length: 2500, pieceLength: 1000, hashes: new Uint8Array(60) };
  assert.equal(pieceCount(layout), 3);
  assert.equal(lengthOf(layout, 1), 1000);
  assert.equal(lengthOf(layout, 2), 500);
});

test("only the very bytes are the piece", async () => {
  const bytes = new TextEncoder().encode("a piece") as Uint8Array<ArrayBuffer>;
  const hashes = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
  const layout = { length: bytes.length, pieceLength: 16, hashes };
  assert.equal(await isPiece(layout, 0, bytes), true);
  assert.equal(await isPiece(layout, 0, Uint8Array.from(bytes, (byte) => byte ^ 1)), false);
});

test("a rate is what came over the last seconds", () => {
  let now = 0;
  const rate = new Rate(() => now, 5000);
  assert.equal(rate.get(), 0);
  for (now = 0; now <= 2000; now += 500) {
    rate.add(1000);
  }
  now = 2000;
  assert.equal(rate.get(), 2500);
  now = 20_000;
  assert.equal(rate.get(), 0);
});

test("a name is harmless on every system", () => {
  assert.equal(harmlessName("debian-12.iso"), "debian-12.iso");
  assert.equal(harmlessName("../../etc/passwd"), "_.._etc_passwd");
  assert.equal(harmlessName("CON.txt"), "_CON.txt");
  assert.equal(harmlessName("a\u202egpj.exe"), "a_gpj.exe");
  assert.equal(harmlessName("line\nbreak\u0000.iso"), "line_break_.iso");
  assert.equal(harmlessName(" .. "), "download");
  assert.equal(harmlessName("C:\\x?.iso"), "C__x_.iso");
  assert.equal(harmlessName("trailing. "), "trailing");
});

test("a long name keeps its ending", () => {
  const name = harmlessName("ü".repeat(300) + ".tar.gz");
  assert.equal([...name].length, 120);
  assert.ok(name.endsWith(".tar.gz"));
});

test("a peer that sent all of a wrong piece is dropped at once", () => {
  const blame = new Blame<string>();
  blame.contributed(1, "mallory");
  blame.contributed(1, "mallory");
  assert.deepEqual(blame.wrong(1), ["mallory"]);
});

test("peers that share wrong pieces are dropped after the third", () => {
  const blame = new Blame<string>();
  const dropped = [1, 2, 3].map((piece) => {
    blame.contributed(piece, "mallory");
    blame.contributed(piece, `honest ${piece}`);
    return blame.wrong(piece);
  });
  assert.deepEqual(dropped, [[], [], ["mallory"]]);
});

test("a right piece and a closed connection leave nothing behind", () => {
  const blame = new Blame<string>();
  blame.contributed(1, "mallory");
  blame.right(1);
  assert.deepEqual(blame.wrong(1), []);
  blame.contributed(2, "mallory");
  blame.forget("mallory");
  assert.deepEqual(blame.wrong(2), []);
});

test("blocks of one piece are read once", async () => {
  const read: number[] = [];
  const cache = new PieceCache(
    async (piece) => {
      read.push(piece);
      return Uint8Array.of(piece, 1, 2, 3);
    },
    4,
    8,
  );
  assert.deepEqual([...(await cache.get(5, 1, 2))], [1, 2]);
  assert.deepEqual([...(await cache.get(5, 0, 1))], [5]);
  await cache.get(6, 0, 1);
  await cache.get(7, 0, 1);
  await cache.get(5, 0, 1);
  assert.deepEqual(read, [5, 6, 7, 5]);
});

test("a piece that could not be read is asked for anew", async () => {
  let works = false;
  const cache = new PieceCache(async () => (works ? Uint8Array.of(1) : Promise.reject(new Error("closed"))), 1, 1);
  await assert.rejects(cache.get(0, 0, 1), /closed/);
  works = true;
  assert.deepEqual([...(await cache.get(0, 0, 1))], [1]);
});

test("failures have words", () => {
  assert.equal(reasonOf(new DOMException("", "QuotaExceededError")), "download_no_room");
  assert.equal(reasonOf(new DOMException("", "NoModificationAllowedError")), "download_other_page");
  assert.equal(reasonOf(new DOMException("", "SecurityError")), "download_no_storage");
  assert.equal(reasonOf(new MalformedBencode("At byte 0: no number.")), "download_bad_torrent");
  assert.equal(reasonOf(new Failure("download_nobody")), "download_nobody");
});

test("web seeds are told apart by their host, and the URL itself is the last resort", () => {
  const layout = { length: 1, pieceLength: 1, hashes: new Uint8Array(20) };
  const webSeeds = ["https://dl.example.org/seed/f", "https://mirror.example.net/f", "http://plain.example.net/f"];
  const facts = { id: "", torrent: new Uint8Array(), name: "f", layout, webSeeds, trackers: [] };
  const seeds = seedsOf(facts, "https://dl.example.org/f", true);
  assert.deepEqual(
    seeds.map(({ url, origin, lastResort }) => [url, origin, lastResort]),
    [
      ["https://dl.example.org/seed/f", "server", false],
      ["https://mirror.example.net/f", "mirror", false],
      ["https://dl.example.org/f", "server", true],
    ],
  );
  assert.equal(seedsOf(facts, "https://dl.example.org/f", false).length, 4);
});
