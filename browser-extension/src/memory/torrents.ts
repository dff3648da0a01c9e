import { within } from "./database.ts";

/** A torrent that was seen for a URL, so that an outage needs no DNS. */
export interface Remembered {
  /** The file's own URL, without a fragment. */
  readonly url: string;
  readonly torrent: Uint8Array;
  /** When it was seen last, in milliseconds since 1970. */
  readonly seen: number;
  /** Who told of it. */
  readonly from: "server" | "dns";
}

/** So many are remembered; of more, those that were not seen for the longest time are forgotten. */
const MOST = 500;

export async function remember(torrent: Remembered): Promise<void> {
  await within("torrents", "readwrite", (store) => store.put(torrent));
  const keys = await within("torrents", "readonly", (store) => store.index("seen").getAllKeys());
  for (const url of keys.slice(0, Math.max(0, keys.length - MOST))) {
    await within("torrents", "readwrite", (store) => store.delete(url));
  }
}

export async function recall(url: string): Promise<Remembered | undefined> {
  return within("torrents", "readonly", (store) => store.get(url) as IDBRequest<Remembered>);
}

/** Whether a torrent came from that host before. */
export async function isKnown(host: string): Promise<boolean> {
  const keys = await within("torrents", "readonly", (store) => store.getAllKeys());
  return keys.some((url) => typeof url === "string" && new URL(url).hostname === host);
}

export async function forgetAll(): Promise<void> {
  await within("torrents", "readwrite", (store) => store.clear());
}
