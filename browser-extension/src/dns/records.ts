import { fromBase64 } from "./base64.ts";
import type { Txt } from "./message.ts";
import { hex } from "./name.ts";

/** What the TXT records at a fallback name hold. */
export type Content =
  | { readonly kind: "torrent"; readonly torrent: Uint8Array }
  | { readonly kind: "magnet"; readonly link: string }
  | { readonly kind: "split"; readonly sets: readonly SplitSet[] }
  | {
      readonly kind: "nothing";
      readonly why: string;
      /** Whether there are records of ours that make nothing whole: another server may have more. */
      readonly isBroken?: boolean;
    };

/** The torrent's records stand at the names below: 1 to `parts`. */
export interface SplitSet {
  /** `n=COUNT;h=HASH`, which all records of one torrent have in common. */
  readonly tag: string;
  readonly parts: number;
}

const OURS = "v=bt1;";
const MAGNET = "v=bt1;m=";
const TAG = /^v=bt1;i=(\d{1,4});(n=(\d{1,4});h=[0-9a-f]{16})$/;
const SPLIT = /^v=bt1;(n=(\d{1,4});h=[0-9a-f]{16});s=(\d{1,3})$/;

/** So many names one torrent takes at most. */
const MOST_PARTS = 400;

/**
 * Reads the records of a fallback name in whatever order they came. Records that are none of ours
 * are passed over; of several sets, as they stand beside each other while a file changes, the first
 * whole one counts.
 */
export async function contentOf(records: readonly Txt[]): Promise<Content> {
  const joined = records.map((record) => record.join(""));
  const direct = joined.map(directContent).find((content) => content !== undefined);
  if (direct !== undefined) {
    return direct;
  }
  const torrent = await wholeOf(tagged(records));
  if (torrent !== undefined) {
    return { kind: "torrent", torrent };
  }
  const sets = joined.map(splitSet).filter((set) => set !== undefined);
  if (sets.length > 0) {
    return { kind: "split", sets };
  }
  const why = "No whole torrent is in the records.";
  return joined.some((text) => text.startsWith(OURS)) ? broken(why) : { kind: "nothing", why };
}

/** The torrent of a split form, of the records of all its parts in whatever order. */
export async function join(sets: readonly SplitSet[], records: readonly Txt[]): Promise<Content> {
  const all = tagged(records);
  const wanted = new Map(sets.map(({ tag }) => [tag, all.get(tag) ?? new Map()]));
  const torrent = await wholeOf(wanted);
  return torrent === undefined
    ? broken("Some of the torrent's records are missing or wrong.")
    : { kind: "torrent", torrent };
}

function broken(why: string): Content {
  return { kind: "nothing", why, isBroken: true };
}

/** What one record holds by itself; others may have records that only look like it. */
function directContent(text: string): Content | undefined {
  if (text.startsWith(MAGNET)) {
    const link = text.slice(MAGNET.length);
    return /^magnet:\?/i.test(link) ? { kind: "magnet", link } : undefined;
  }
  const torrent = text.startsWith("ZD") ? fromBase64(text) : undefined;
  return torrent === undefined ? undefined : { kind: "torrent", torrent };
}

type Pieces = Map<number, Uint8Array>;

/** The bytes of tagged records by the tag of their set and their number. */
function tagged(records: readonly Txt[]): Map<string, Pieces> {
  const sets = new Map<string, Pieces>();
  for (const [first = "", ...rest] of records) {
    const [, index = "", tag = "", count = ""] = TAG.exec(first) ?? [];
    const bytes = fromBase64(rest.join(""));
    if (tag !== "" && bytes !== undefined && Number(index) >= 1 && Number(index) <= Number(count)) {
      const set = sets.get(tag) ?? new Map<number, Uint8Array>();
      sets.set(tag, set.set(Number(index), bytes));
    }
  }
  return sets;
}

/** The first set of which everything is there and right. */
async function wholeOf(sets: ReadonlyMap<string, Pieces>): Promise<Uint8Array | undefined> {
  for (const [tag, pieces] of sets) {
    const inOrder = [...pieces].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
    const torrent = concat(inOrder);
    if (tag === `n=${pieces.size};h=${await checksum(torrent)}`) {
      return torrent;
    }
  }
  return undefined;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

/** The first 16 hex digits of the SHA-256. */
async function checksum(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return hex(new Uint8Array(digest)).slice(0, 16);
}

function splitSet(text: string): SplitSet | undefined {
  const [, tag = "", count = "", parts = ""] = SPLIT.exec(text) ?? [];
  const n = Number(parts);
  const isPossible = tag !== "" && n >= 1 && n <= MOST_PARTS && Number(count) >= n;
  return isPossible ? { tag, parts: n } : undefined;
}
