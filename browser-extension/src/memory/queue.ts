import { within } from "./database.ts";

/** A file that is to be downloaded and that the page which downloads has not begun with yet. */
export interface Wanted {
  readonly id: string;
  /** The file's own URL. */
  readonly url: string;
  /** Where its torrent is; empty if it is remembered, because the server is down. */
  readonly torrentUrl: string;
}

/**
 * Puts a file into the queue, which outlives the browser. Who asks must see to it that the page
 * which downloads is open.
 */
export async function enqueue(url: string, torrentUrl: string): Promise<Wanted> {
  const wanted = { id: crypto.randomUUID(), url, torrentUrl };
  await within("queue", "readwrite", (store) => store.put(wanted));
  return wanted;
}

export async function queued(): Promise<Wanted[]> {
  return within("queue", "readonly", (store) => store.getAll() as IDBRequest<Wanted[]>);
}

export async function dequeue(id: string): Promise<void> {
  await within("queue", "readwrite", (store) => store.delete(id));
}
