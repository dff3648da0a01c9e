import type { Buffers } from "./buffers.ts";
import { isPiece, lengthOf, type Layout } from "./layout.ts";
import type { RunResult } from "./messages.ts";

/** A web seed that sends nothing for so long is given up, in milliseconds. */
const STALL = 30_000;

/** Who gets what a run brings. */
export interface RunSink {
  bytes(count: number): void;
  /** A verified piece, to be written. */
  piece(piece: number, bytes: Uint8Array<ArrayBuffer>): void;
}

/**
 * Fetches pieces from a web seed (BEP 19) with one Range request, which may span many of them, and
 * verifies each as soon as it is complete. Holds two pieces in memory: the one that is coming in
 * and the one that is being hashed.
 */
export async function fetchRun(
  layout: Layout,
  url: string,
  from: number,
  count: number,
  sink: RunSink,
  buffers: Buffers,
  stop: AbortSignal,
): Promise<RunResult> {
  const stall = new AbortController();
  const timer = new Timer(STALL, () => stall.abort());
  try {
    const first = from * layout.pieceLength;
    const last = Math.min(layout.length, (from + count) * layout.pieceLength) - 1;
    const response = await fetch(url, {
      headers: { Range: `bytes=${first}-${last}` },
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.any([stop, stall.signal]),
    });
    const refusal = refused(response, first, last, layout.length);
    if (refusal !== undefined) {
      await response.body?.cancel();
      return refusal;
    }
    return await readPieces(layout, response, from, count, sink, buffers, timer);
  } catch {
    return stop.aborted ? { kind: "stopped" } : { kind: "broken" };
  } finally {
    timer.clear();
  }
}

/** What speaks against reading the body; nothing if it is the range that was asked for. */
function refused(response: Response, first: number, last: number, length: number): RunResult | undefined {
  const whole = response.status === 200 && first === 0 && last === length - 1;
  const range = response.headers.get("Content-Range");
  const part = response.status === 206 && (range === null || range.startsWith(`bytes ${first}-${last}/`));
  if (whole || part) {
    return undefined;
  }
  const retryAfter = seconds(response.headers.get("Retry-After"));
  return { kind: "refused", status: response.status, ...(retryAfter !== undefined && { retryAfter }) };
}

/** Reads Retry-After (RFC 9110 section 10.2.3), which is a number of seconds or a date. */
function seconds(value: string | null): number | undefined {
  if (value === null) {
    return undefined;
  }
  const found = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(found) ? Math.max(0, found) : undefined;
}

async function readPieces(
  layout: Layout,
  response: Response,
  from: number,
  count: number,
  sink: RunSink,
  buffers: Buffers,
  timer: Timer,
): Promise<RunResult> {
  const reader = new PieceReader(response.body!, (bytes) => {
    timer.restart();
    sink.bytes(bytes);
  });
  let hashing = Promise.resolve(true);
  for (let piece = from; piece < from + count; piece++) {
    const bytes = await reader.read(buffers.take(), lengthOf(layout, piece));
    const right = await hashing;
    if (bytes === undefined || !right) {
      await reader.cancel();
      return right ? { kind: "broken" } : { kind: "wrong", piece: piece - 1 };
    }
    hashing = verify(layout, piece, bytes, sink, buffers);
  }
  const right = await hashing;
  await reader.cancel();
  return right ? { kind: "complete" } : { kind: "wrong", piece: from + count - 1 };
}

/** Reads a body straight into the buffers of pieces: half the work of copying it there. */
class PieceReader {
  private readonly reader: ReadableStreamBYOBReader;

  constructor(
    body: ReadableStream<Uint8Array>,
    private readonly count: (bytes: number) => void,
  ) {
    this.reader = body.getReader({ mode: "byob" });
  }

  /** Reads so many bytes; undefined if the body ends before. The buffer is taken away. */
  async read(buffer: ArrayBuffer, length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    let own = buffer;
    for (let filled = 0; filled < length; ) {
      const { done, value } = await this.reader.read(new Uint8Array(own, filled, length - filled));
      if (done || value === undefined) {
        return undefined;
      }
      own = value.buffer as ArrayBuffer;
      filled += value.byteLength;
      this.count(value.byteLength);
    }
    return new Uint8Array(own, 0, length);
  }

  async cancel(): Promise<void> {
    await this.reader.cancel().catch(() => {});
  }
}

/** Hands a piece on if it is right; says whether it was. */
async function verify(
  layout: Layout,
  piece: number,
  bytes: Uint8Array<ArrayBuffer>,
  sink: RunSink,
  buffers: Buffers,
): Promise<boolean> {
  const right = await isPiece(layout, piece, bytes);
  if (right) {
    sink.piece(piece, bytes);
  }
  buffers.give(bytes.buffer);
  return right;
}

/** Fires once if it is not restarted in time. */
class Timer {
  private handle: ReturnType<typeof setTimeout>;

  constructor(
    private readonly milliseconds: number,
    private readonly fire: () => void,
  ) {
    this.handle = setTimeout(fire, milliseconds);
  }

  restart(): void {
    clearTimeout(this.handle);
    this.handle = setTimeout(this.fire, this.milliseconds);
  }

  clear(): void {
    clearTimeout(this.handle);
  }
}
