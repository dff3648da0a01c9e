import { bounded } from "../dns/doh.ts";
import { recall, remember } from "../memory/torrents.ts";
import type { Wanted } from "../memory/queue.ts";
import { MOST_TORRENT } from "../torrent/metainfo.ts";
import { torrentFor } from "../torrent/fits.ts";

/** Why there is no torrent of a file; the message is the key of words for a person. */
export class NoTorrent extends Error {
  constructor(readonly key: "torrent_other" | "torrent_forgotten" | "torrent_refused") {
    super(key);
  }
}

/** How long a server may take for a torrent, in milliseconds. */
const PATIENCE = 30_000;

/**
 * The torrent of a file that is wanted, checked to be the one of its URL and remembered.
 *
 * @throws NoTorrent with the key of words for a person if there is none
 */
export async function torrentOf(wanted: Wanted): Promise<Uint8Array> {
  const torrent = wanted.torrentUrl === "" ? await recalled(wanted.url) : await fetched(wanted);
  const fit = torrentFor(torrent, wanted.url);
  if (fit.kind !== "fits") {
    throw new NoTorrent("torrent_other");
  }
  return torrent;
}

async function recalled(url: string): Promise<Uint8Array> {
  const remembered = await recall(url);
  if (remembered === undefined) {
    throw new NoTorrent("torrent_forgotten");
  }
  return remembered.torrent;
}

async function fetched(wanted: Wanted): Promise<Uint8Array> {
  const torrent = await bytesAt(wanted.torrentUrl);
  if (torrentFor(torrent, wanted.url).kind === "fits") {
    await remember({ url: wanted.url, torrent, seen: Date.now(), from: "server" });
  }
  return torrent;
}

async function bytesAt(url: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(url, {
      credentials: "include",
      cache: "no-cache",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) {
      return await bounded(response, MOST_TORRENT);
    }
  } catch {
    // What failed shows as the same words: the server did not hand the torrent out.
  }
  throw new NoTorrent("torrent_refused");
}
