import { bounded } from "../dns/doh.ts";
import { recall, remember } from "../memory/torrents.ts";
import type { Wanted } from "../memory/queue.ts";
import { MOST_TORRENT } from "../torrent/metainfo.ts";
import { torrentFor } from "../torrent/fits.ts";

/** How long a server may take for a torrent, in milliseconds. */
const PATIENCE = 30_000;

/**
 * The torrent of a file that is wanted, checked to be the one of its URL and remembered.
 *
 * @throws Error with a sentence for a person if there is none
 */
export async function torrentOf(wanted: Wanted): Promise<Uint8Array> {
  const torrent = wanted.torrentUrl === "" ? await recalled(wanted.url) : await fetched(wanted);
  const fit = torrentFor(torrent, wanted.url);
  if (fit.kind !== "fits") {
    throw new Error(fit.why);
  }
  return torrent;
}

async function recalled(url: string): Promise<Uint8Array> {
  const remembered = await recall(url);
  if (remembered === undefined) {
    throw new Error("No torrent of this file is remembered.");
  }
  return remembered.torrent;
}

async function fetched(wanted: Wanted): Promise<Uint8Array> {
  const response = await fetch(wanted.torrentUrl, {
    credentials: "include",
    cache: "no-cache",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) {
    throw new Error(`The server answers with HTTP ${response.status} instead of the torrent.`);
  }
  const torrent = await bounded(response, MOST_TORRENT);
  if (torrentFor(torrent, wanted.url).kind === "fits") {
    await remember({ url: wanted.url, torrent, seen: Date.now(), from: "server" });
  }
  return torrent;
}
