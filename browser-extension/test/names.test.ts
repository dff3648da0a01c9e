import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { candidates, fallbackName, normalTarget, requestHash } from "../src/dns/name.ts";

type Row = readonly [target: string, hashed: string, sha1: string];

const vectors = JSON.parse(readFileSync("../vectors/request-hashes.json", "utf8")) as {
  readonly targets: readonly Row[];
  readonly candidates: readonly (readonly [target: string, hashed: readonly string[]])[];
};

test("request targets are normalised and hashed as in Java", async () => {
  assert.ok(vectors.targets.length > 20);
  for (const [target, hashed, sha1] of vectors.targets) {
    assert.equal(normalTarget(target), hashed, target);
    assert.equal(await requestHash(target), sha1, target);
  }
});

test("other spellings of a target are those of Java", () => {
  assert.ok(vectors.candidates.length > 10);
  for (const [target, hashed] of vectors.candidates) {
    assert.deepEqual(candidates(target), hashed, target);
  }
});

test("URLs give the names of the table in docs/dns.md", async () => {
  const row = /^\| `(http[^`]*)` \| `\/[^`]*` \| `([0-9a-f]{40})` \| `([^`]*)` \|/;
  const rows = readFileSync("../docs/dns.md", "utf8")
    .split("\n")
    .map((line) => row.exec(line))
    .filter((match) => match !== null);
  assert.ok(rows.length > 20);
  for (const [, url = "", sha1, host] of rows) {
    assert.equal(await fallbackName(new URL(url)), `${sha1}._torrent.${host}`, url);
  }
});
