import type { Metainfo } from "../torrent/metainfo.ts";

/** Somewhere that a file could come from while its server is down. */
export interface Source {
  readonly kind: "server" | "tracker" | "helper";
  readonly host: string;
  readonly url: string;
}

export type Found = "asking" | "there" | "gone";

/** So many are asked whether they are there. */
const MOST = 8;

/** How long one may take to answer, in milliseconds. */
const PATIENCE = 6_000;

/** What a browser can reach: web seeds, and trackers over WebSocket, through which it finds peers. */
export function sourcesOf(metainfo: Metainfo): Source[] {
  const seeds = metainfo.webSeeds.map((url) => source("server", url));
  const trackers = metainfo.trackers
    .filter((url) => /^wss?:/i.test(url))
    .map((url) => source("tracker", url));
  return [...seeds, ...trackers].slice(0, MOST);
}

function source(kind: Source["kind"], url: string): Source {
  return { kind, url, host: new URL(url).host };
}

/** Asks one whether it is there; never throws. */
export async function ask(source: Source, name: string): Promise<Found> {
  return (await answers(source, name)) ? "there" : "gone";
}

async function answers({ kind, url }: Source, name: string): Promise<boolean> {
  switch (kind) {
    case "server":
      return hasFile(url, name);
    case "tracker":
      return opens(url);
    case "helper":
      return true;
  }
}

async function hasFile(webSeed: string, name: string): Promise<boolean> {
  const url = webSeed.endsWith("/") ? webSeed + encodeURIComponent(name) : webSeed;
  try {
    const response = await fetch(url, {
      method: "HEAD",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.ok || response.status === 429 || response.headers.has("retry-after");
  } catch {
    return false;
  }
}

function opens(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const end = (isThere: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(isThere);
    };
    const timer = setTimeout(end, PATIENCE, false);
    socket.onopen = () => end(true);
    socket.onerror = () => end(false);
  });
}
