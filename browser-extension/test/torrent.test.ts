import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode, MalformedBencode } from "../src/torrent/bencode.ts";
import { torrentFor } from "../src/torrent/fits.ts";
import { infoHash, metainfoOf } from "../src/torrent/metainfo.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

const vectors = JSON.parse(readFileSync("../vectors/bencode.json", "utf8")) as {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
};

test("bencoding is read as in Java", () => {
  for (const text of vectors.right) {
    assert.doesNotThrow(() => decode(latin1(text)), text);
  }
  for (const text of vectors.wrong) {
    assert.throws(() => decode(latin1(text)), MalformedBencode, text);
  }
});

interface Given {
  readonly name?: string;
  readonly length?: number;
  readonly pieces?: number;
  readonly more?: string;
  readonly info?: string;
}

function torrent({ name = "file.iso", length = 40_000, pieces = 3, more = "", info = "" }: Given): Uint8Array {
  const hashes = "x".repeat(20 * pieces);
  const nameBytes = Buffer.from(name).toString("latin1");
  return latin1(
    `d${more}4:infod${info}6:lengthi${length}e4:name${nameBytes.length}:${nameBytes}` +
      `12:piece lengthi16384e6:pieces${hashes.length}:${hashes}ee`,
  );
}

test("a torrent's file, trackers and web seeds are read, odd URLs left out", async () => {
  const more =
    "8:announce15:ws://a/announce" +
    "13:announce-listll14:udp://b:1/ann.el15:http://c/annou.4:junkee" +
    "8:url-listl15:https://d/f.iso18:javascript:alert()e";
  const metainfo = metainfoOf(torrent({ more }));
  assert.equal(metainfo.name, "file.iso");
  assert.equal(metainfo.length, 40_000);
  assert.deepEqual(metainfo.trackers, ["ws://a/announce", "udp://b:1/ann.", "http://c/annou."]);
  assert.deepEqual(metainfo.webSeeds, ["https://d/f.iso"]);
  assert.match(await infoHash(metainfo), /^[0-9a-f]{40}$/);
});

test("a torrent fits the URL whose last part is its name", () => {
  const fits = (given: Given, url: string, length?: number): string =>
    torrentFor(torrent(given), url, length).kind;
  assert.equal(fits({}, "http://dl.example.org/pub/file.iso"), "fits");
  assert.equal(fits({}, "http://dl.example.org/pub/file.iso?v=2", 40_000), "fits");
  assert.equal(fits({ name: "bücher & co.iso" }, "http://h/b%C3%BCcher%20&%20co.iso"), "fits");
  assert.equal(fits({}, "http://dl.example.org/pub/other.iso"), "other");
  assert.equal(fits({}, "http://dl.example.org/pub/file.iso", 39_999), "other");
  assert.equal(fits({ name: "file.iso.exe" }, "http://dl.example.org/file.iso"), "other");
  assert.equal(fits({ name: "../file.iso" }, "http://dl.example.org/..%2Ffile.iso"), "other");
  assert.equal(fits({ pieces: 2 }, "http://dl.example.org/file.iso"), "other");
  assert.equal(fits({ length: 0 }, "http://dl.example.org/file.iso"), "other");
  assert.equal(fits({ info: "5:filesle" }, "http://dl.example.org/file.iso"), "other");
  assert.equal(torrentFor(latin1("<html>"), "http://dl.example.org/file.iso").kind, "other");
});
