import type { Words } from "../download/download.ts";
import { torrentFor } from "../torrent/fits.ts";
import { MOST_TORRENT } from "../torrent/metainfo.ts";
import { Sentence } from "./sentence.ts";

/** A torrent that is not there within so long is not waited for, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Asks the server for the torrent of a file of its own, and checks that it is the one of that file.
 *
 * @throws Sentence if there is none, or it is another one
 */
export async function fetchTorrent(url: string, words: Words): Promise<Uint8Array> {
  const bytes = await ask(new URL("?torrent", url)).catch(() => undefined);
  if (bytes === undefined) {
    throw new Sentence(words("swarm_no_torrent"));
  }
  if (torrentFor(bytes, url).kind !== "fits") {
    throw new Sentence(words("swarm_other_torrent"));
  }
  return bytes;
}

async function ask(url: URL): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), referrerPolicy: "no-referrer" });
  if (!response.ok || Number(response.headers.get("Content-Length") ?? 0) > MOST_TORRENT) {
    await response.body?.cancel();
    return undefined;
  }
  return new Uint8Array(await response.arrayBuffer());
}
