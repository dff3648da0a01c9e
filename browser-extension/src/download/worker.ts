/**
 * The dedicated worker of one download: it alone touches the download's files, and it fetches from
 * web seeds, so that their bytes never pass through the page.
 */

import { Buffers } from "./buffers.ts";
import type { Layout } from "./layout.ts";
import type { Numbered, Reply, Request } from "./messages.ts";
import { PieceFile } from "./piece-file.ts";
import { fetchRun } from "./web-seed.ts";

/** How often the disk is asked to keep what was written, in milliseconds. */
const SETTLE_EVERY = 15_000;

/** How often files that another page holds are tried, and after how many milliseconds. */
const OPEN_ATTEMPTS = 8;
const OPEN_AGAIN = 250;

/** How many bytes of a run are told of at once. */
const BATCH = 256 * 1024;

const scope = self as unknown as DedicatedWorkerGlobalScope;
const runs = new Map<number, AbortController>();
let layout: Layout | undefined;
let buffers = new Buffers(0);
let file: PieceFile | undefined;

scope.onmessage = async (event: MessageEvent<Numbered>) => {
  const { number, request } = event.data;
  try {
    const value = await answer(request);
    tell({ kind: "answer", number, value }, request.op === "get" ? [(value as Uint8Array<ArrayBuffer>).buffer] : []);
  } catch (error) {
    tell({ kind: "error", number, ...described(error) });
  }
};

async function answer(request: Request): Promise<unknown> {
  switch (request.op) {
    case "open":
      return await open(request.folder, request.layout);
    case "put":
      return opened().write(request.piece, request.bytes);
    case "get":
      return opened().read(request.piece, request.begin, request.length);
    case "fetch":
      return await run(request.run, request.url, request.from, request.count);
    case "stop":
      return runs.get(request.run)?.abort();
    case "close":
      runs.forEach((stop) => stop.abort());
      file?.close();
      file = undefined;
      return undefined;
  }
}

async function open(path: string, wanted: Layout): Promise<Uint8Array> {
  let folder = await navigator.storage.getDirectory();
  for (const part of path.split("/")) {
    folder = await folder.getDirectoryHandle(part, { create: true });
  }
  layout = wanted;
  buffers = new Buffers(wanted.pieceLength);
  file = await openPatiently(folder, wanted);
  setInterval(() => file?.settle(), SETTLE_EVERY);
  return file.verified.bits;
}

/** A page that was reloaded may find its files still open for a moment. */
async function openPatiently(folder: FileSystemDirectoryHandle, wanted: Layout): Promise<PieceFile> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await PieceFile.open(folder, wanted);
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === "NoModificationAllowedError";
      if (!isHeld || attempt === OPEN_ATTEMPTS) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, OPEN_AGAIN));
    }
  }
}

function opened(): PieceFile {
  if (file === undefined) {
    throw new DOMException("the files are not open", "InvalidStateError");
  }
  return file;
}

async function run(number: number, url: string, from: number, count: number): Promise<unknown> {
  const stop = new AbortController();
  runs.set(number, stop);
  const sink = {
    bytes: batched((count) => tell({ kind: "bytes", run: number, count })),
    piece: (piece: number, bytes: Uint8Array<ArrayBuffer>) => keep(number, piece, bytes),
  };
  try {
    return await fetchRun(layout!, url, from, count, sink, buffers, stop.signal);
  } finally {
    sink.bytes(0);
    runs.delete(number);
  }
}

/** Passes counts on in sums, so that a fast web seed does not flood the page with messages. */
function batched(pass: (count: number) => void): (count: number) => void {
  let sum = 0;
  return (count) => {
    sum += count;
    if (sum >= BATCH || count === 0) {
      pass(sum);
      sum = 0;
    }
  };
}

function keep(number: number, piece: number, bytes: Uint8Array<ArrayBuffer>): void {
  try {
    file?.write(piece, bytes);
    tell({ kind: "piece", run: number, piece });
  } catch (error) {
    runs.forEach((stop) => stop.abort());
    tell({ kind: "disk", ...described(error) });
  }
}

function described(error: unknown): { name: string; message: string } {
  return error instanceof Error || error instanceof DOMException
    ? { name: error.name, message: error.message }
    : { name: "Error", message: String(error) };
}

function tell(reply: Reply, transfer: Transferable[] = []): void {
  scope.postMessage(reply, transfer);
}
