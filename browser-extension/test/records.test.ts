import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { toBase64 } from "../src/dns/base64.ts";
import type { Txt } from "../src/dns/message.ts";
import { contentOf, join, type Content } from "../src/dns/records.ts";

interface Case {
  readonly name: string;
  readonly records: readonly Txt[];
  readonly parts?: Readonly<Record<string, readonly Txt[]>>;
  readonly torrent?: string;
  readonly magnet?: string;
}

const cases = JSON.parse(readFileSync("../vectors/fallback-records.json", "utf8")) as Case[];

async function read(it: Case): Promise<Content> {
  const content = await contentOf(it.records);
  return content.kind === "split" ? join(content.sets, Object.values(it.parts ?? {}).flat()) : content;
}

for (const it of cases) {
  test(`records: ${it.name}`, async () => {
    const content = await read(it);
    assert.equal(content.kind === "torrent" ? toBase64(content.torrent) : undefined, it.torrent);
    assert.equal(content.kind === "magnet" ? content.link : undefined, it.magnet);
  });
}
