import { hex } from "../dns/name.ts";
import { decode, isDictionary, MalformedBencode, type Bencoded, type Dictionary } from "./bencode.ts";

/** What a .torrent says of the one file that it describes (BEP 3), and where that can be had. */
export interface Metainfo {
  readonly name: string;
  /** In bytes. */
  readonly length: number;
  readonly pieceLength: number;
  /** In one list, in the order in which they stand (BEP 12). */
  readonly trackers: readonly string[];
  /** BEP 19. */
  readonly webSeeds: readonly string[];
  /** The bencoded info dictionary, whose hash names the torrent. */
  readonly info: Uint8Array;
}

/** Longer ones are not read, in bytes. */
export const MOST_TORRENT = 8 * 1024 * 1024;

const MOST_URLS = 64;
const MOST_URL = 2_000;

/** @throws MalformedBencode if it is no .torrent of one file; says why in a sentence */
export function metainfoOf(torrent: Uint8Array): Metainfo {
  if (torrent.length > MOST_TORRENT) {
    throw new MalformedBencode(`A torrent has at most ${MOST_TORRENT} bytes.`);
  }
  const root = dictionary(decode(torrent), "the torrent");
  const info = dictionary(root.entries.get("info"), "info");
  if (info.entries.has("files")) {
    throw new MalformedBencode("The torrent has several files.");
  }
  const length = integer(info, "length");
  const pieceLength = integer(info, "piece length");
  checkPieces(info, length, pieceLength);
  return {
    name: fileName(info),
    length,
    pieceLength,
    trackers: urls([root.entries.get("announce"), root.entries.get("announce-list")], /^(https?|udp|wss?):/i),
    webSeeds: urls([root.entries.get("url-list")], /^https?:/i),
    info: torrent.subarray(info.start, info.end),
  };
}

/** 40 hex digits. */
export async function infoHash(metainfo: Metainfo): Promise<string> {
  const bytes = metainfo.info as Uint8Array<ArrayBuffer>;
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-1", bytes)));
}

function checkPieces(info: Dictionary, length: number, pieceLength: number): void {
  const pieces = info.entries.get("pieces");
  if (pieceLength < 1024 || pieceLength > 256 * 1024 * 1024) {
    throw new MalformedBencode(`Pieces of ${pieceLength} bytes are not possible.`);
  }
  if (!(pieces instanceof Uint8Array) || pieces.length !== 20 * Math.ceil(length / pieceLength)) {
    throw new MalformedBencode("The number of the pieces is not that of the length.");
  }
}

function dictionary(value: Bencoded | undefined, what: string): Dictionary {
  if (!isDictionary(value)) {
    throw new MalformedBencode(`There is no dictionary where ${what} should be.`);
  }
  return value;
}

function integer(from: Dictionary, key: string): number {
  const value = from.entries.get(key);
  if (typeof value !== "number" || value <= 0) {
    throw new MalformedBencode(`There is no number greater than 0 where ${key} should be.`);
  }
  return value;
}

function text(from: Dictionary, key: string): string {
  const value = from.entries.get(key);
  const decoded = value instanceof Uint8Array ? utf8(value) : undefined;
  if (decoded === undefined) {
    throw new MalformedBencode(`There is no text where ${key} should be.`);
  }
  return decoded;
}

/** One part of a path, and not a way up. */
function fileName(info: Dictionary): string {
  const name = text(info, "name");
  if (/[/\u0000-\u001f]/.test(name) || name === "." || name === "..") {
    throw new MalformedBencode("The name is not one of a file.");
  }
  return name;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** All URLs within, those of a wrong form left out and each named once. */
function urls(values: readonly (Bencoded | undefined)[], form: RegExp): string[] {
  const found = new Set<string>();
  const collect = (value: Bencoded | undefined): void => {
    if (Array.isArray(value)) {
      value.forEach(collect);
    } else if (value instanceof Uint8Array && value.length <= MOST_URL && found.size < MOST_URLS) {
      const url = utf8(value) ?? "";
      if (form.test(url) && URL.canParse(url)) {
        found.add(url);
      }
    }
  };
  values.forEach(collect);
  return [...found];
}
