import assert from "node:assert/strict";
import test from "node:test";
import type { DownloadState } from "../src/download/download.ts";
import { Amounts } from "../src/page/amounts.ts";
import { company, parts, summary } from "../src/page/summary.ts";
import { wordsOf } from "../src/page/words.ts";
import de from "../src/page/words/de.json";
import en from "../src/page/words/en.json";

const STATE: DownloadState = {
  id: "1",
  url: "https://dl.example.org/f.iso",
  name: "f.iso",
  length: 3_200_000_000,
  phase: "downloading",
  verified: 1_200_000_000,
  fromServer: 300_000_000,
  fromMirrors: 0,
  fromPeers: 900_000_000,
  uploaded: 5_000_000,
  peers: 3,
  rate: 20_000_000,
};
const { words } = wordsOf(["en"]);
const amounts = new Amounts("en");

test("both languages have the same words, with the same gaps", () => {
  const gaps = (text: string): string[] => [...text.matchAll(/\$\d/g)].map(([gap]) => gap).sort();
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const [key, text] of Object.entries(en)) {
    assert.deepEqual(gaps(de[key as keyof typeof de]), gaps(text), key);
  }
});

test("a person's first language that there is counts", () => {
  assert.equal(wordsOf(["fr-CH", "de-CH", "en"]).language, "de");
  assert.equal(wordsOf(["fr"]).language, "en");
});

test("what stands for a gap is not looked at again", () => {
  assert.equal(words("view_of", "$2", "<b>"), "$2 of <b>");
});

test("a download under way is summed up in one line", () => {
  assert.equal(summary(STATE, words, amounts), "1.2 GB of 3.2 GB · 20 MB/s · 2 minutes left");
  assert.equal(
    summary({ ...STATE, rate: 0 }, words, amounts),
    "1.2 GB of 3.2 GB · Looking for somebody who has the file",
  );
});

test("the sources are told in words", () => {
  assert.deepEqual(
    parts(STATE, words, amounts).map(({ text }) => text),
    ["25% from the server", "75% from other people"],
  );
});

test("the parts fill what is verified, even if some were not counted", () => {
  const bytes = parts({ ...STATE, fromPeers: 300_000_000 }, words, amounts).map((part) => part.bytes);
  assert.deepEqual(bytes, [600_000_000, 600_000_000]);
});

test("people are counted in their language", () => {
  assert.deepEqual(company({ ...STATE, peers: 1, uploaded: 0 }, words, amounts, "en"), ["1 person connected"]);
  assert.deepEqual(company(STATE, words, amounts, "en"), ["3 people connected", "5 MB passed on"]);
});

test("almost all is not all, and a little is not nothing", () => {
  assert.equal(amounts.share(999_999, 1_000_000), "99%");
  assert.equal(amounts.share(1, 1_000_000), "1%");
  assert.equal(amounts.share(0, 1_000_000), "0%");
  assert.equal(amounts.share(5, 5), "100%");
  assert.deepEqual(amounts.shares([345, 655]), ["34%", "66%"]);
  assert.deepEqual(amounts.shares([1, 99_999]), ["1%", "99%"]);
  assert.deepEqual(amounts.shares([1, 1, 1]), ["34%", "33%", "33%"]);
  assert.deepEqual(amounts.shares([7]), ["100%"]);
});

test("durations are short", () => {
  assert.equal(amounts.duration(0.2), "1 second");
  assert.equal(amounts.duration(150), "3 minutes");
  assert.equal(new Amounts("de").duration(7200), "2 Stunden");
});
