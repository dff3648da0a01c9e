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
    return await readPieces(layout, response, from, count, sink, timer);
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
  timer: Timer,
): Promise<RunResult> {
  const reader = response.body!.getReader();
  let piece = from;
  let buffer = new Uint8Array(lengthOf(layout, piece));
  let filled = 0;
  let hashing: Promise<number | undefined> = Promise.resolve(undefined);
  const fail = async (result: RunResult): Promise<RunResult> => {
    await Promise.allSettled([reader.cancel(), hashing]);
    return result;
  };
  while (piece < from + count) {
    const { done, value } = await reader.read();
    timer.restart();
    if (done) {
      const wrong = await hashing;
      return wrong === undefined ? { kind: "broken" } : { kind: "wrong", piece: wrong };
    }
    sink.bytes(value.length);
    for (let at = 0; at < value.length && piece < from + count; ) {
      const part = value.subarray(at, at + buffer.length - filled);
      buffer.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === buffer.length) {
        const wrong = await hashing;
        if (wrong !== undefined) {
          return await fail({ kind: "wrong", piece: wrong });
        }
        hashing = verify(layout, piece, buffer, sink);
        piece++;
        buffer = new Uint8Array(piece < from + count ? lengthOf(layout, piece) : 0);
        filled = 0;
      }
    }
  }
  const wrong = await hashing;
  return await fail(wrong === undefined ? { kind: "complete" } : { kind: "wrong", piece: wrong });
}

/** Hands a piece on if it is right; otherwise resolves to its number. */
async function verify(
  layout: Layout,
  piece: number,
  bytes: Uint8Array<ArrayBuffer>,
  sink: RunSink,
): Promise<number | undefined> {
  if (!(await isPiece(layout, piece, bytes))) {
    return piece;
  }
  sink.piece(piece, bytes);
  return undefined;
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
