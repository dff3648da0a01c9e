import { decode, isDictionary, MalformedBencode } from "../torrent/bencode.ts";
import { infoHash, metainfoOf } from "../torrent/metainfo.ts";
import type { Layout } from "./layout.ts";

/** Longer pieces would not fit the memory that a page may take, in bytes. */
const LONGEST_PIECE = 32 * 1024 * 1024;

/** What a download takes from its torrent. */
export interface Facts {
  /** The infohash, 40 hex digits. */
  readonly id: string;
  readonly torrent: Uint8Array;
  readonly name: string;
  readonly layout: Layout;
  readonly webSeeds: readonly string[];
  /** Those that a browser can speak with. */
  readonly trackers: readonly string[];
}

/** @throws MalformedBencode if it is no .torrent of one file that a page can download */
export async function factsOf(torrent: Uint8Array): Promise<Facts> {
  const metainfo = metainfoOf(torrent);
  const info = decode(metainfo.info);
  const hashes = isDictionary(info) ? info.entries.get("pieces") : undefined;
  if (!(hashes instanceof Uint8Array) || metainfo.pieceLength > LONGEST_PIECE) {
    throw new MalformedBencode("The pieces are too long for a browser.");
  }
  return {
    id: await infoHash(metainfo),
    torrent,
    name: metainfo.name,
    layout: { length: metainfo.length, pieceLength: metainfo.pieceLength, hashes: hashes.slice() },
    webSeeds: metainfo.webSeeds,
    trackers: metainfo.trackers.filter((url) => /^wss?:/i.test(url)),
  };
}
