import type { Answer } from "./request.ts";

const TORRENT = /^application\/x-bittorrent\s*(;|$)/i;

/**
 * The URL of the torrent, if the answer is one that was negotiated in the place of a file: its
 * Content-Location is another URL than the one asked for, and has `torrent` in its query. Anything
 * else, such as a .torrent that somebody links to on purpose, is left alone. A server that names
 * itself by another host, as behind a proxy, is asked by the host that was asked before.
 */
export function negotiatedTorrent(answer: Answer): string | undefined {
  const location = answer.fields.get("content-location");
  if (!isTorrent(answer) || location === undefined || !URL.canParse(location, answer.url)) {
    return undefined;
  }
  const asked = new URL(answer.url);
  const torrent = new URL(location, asked);
  if (!torrent.searchParams.has("torrent") || asked.searchParams.has("torrent")) {
    return undefined;
  }
  if (torrent.origin !== asked.origin) {
    asked.search = torrent.search;
    return withoutFragment(asked);
  }
  return withoutFragment(torrent);
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
