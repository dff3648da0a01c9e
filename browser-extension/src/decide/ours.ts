import type { Answer } from "./request.ts";

const TORRENT = /^application\/x-bittorrent\s*(;|$)/i;

/**
 * The URL of the torrent, if the answer is one that was negotiated in the place of a file: its
 * Content-Location is the file's own URL with `torrent` in the query. Anything else, such as a
 * .torrent that somebody links to on purpose, is left alone.
 */
export function negotiatedTorrent(answer: Answer): string | undefined {
  const location = answer.fields.get("content-location");
  if (!isTorrent(answer) || location === undefined || !URL.canParse(location, answer.url)) {
    return undefined;
  }
  const asked = new URL(answer.url);
  const torrent = new URL(location, asked);
  const isOfFile = torrent.origin === asked.origin && torrent.pathname === asked.pathname;
  return isOfFile && torrent.searchParams.has("torrent") && !asked.searchParams.has("torrent")
    ? withoutFragment(torrent)
    : undefined;
}

function isTorrent(answer: Answer): boolean {
  const type = answer.fields.get("content-type") ?? "";
  return answer.method === "GET" && answer.status === 200 && TORRENT.test(type);
}

/** The URL as a request names it. */
export function withoutFragment(url: URL): string {
  const plain = new URL(url);
  plain.hash = "";
  return plain.href;
}
