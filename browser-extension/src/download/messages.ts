/** What goes between a page and the worker that stores one download; see worker.ts. */

import type { Layout } from "./layout.ts";

/** Asked by the page. Each request is answered once, with its number. */
export type Request =
  /** Opens the files in a folder and answers with the bitfield of what is there. */
  | { readonly op: "open"; readonly folder: string; readonly layout: Layout }
  /** Writes a piece that was verified already. */
  | { readonly op: "put"; readonly piece: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Answers with bytes of a piece. */
  | { readonly op: "get"; readonly piece: number; readonly begin: number; readonly length: number }
  /** Fetches a run of pieces from a web seed, verifies and writes them; answers with a RunResult. */
  | { readonly op: "fetch"; readonly run: number; readonly url: string; readonly from: number; readonly count: number }
  /** Ends a run early. */
  | { readonly op: "stop"; readonly run: number }
  /** Closes the files; the worker may then be terminated. */
  | { readonly op: "close" };

export interface Numbered {
  readonly number: number;
  readonly request: Request;
}

/** How a run ended. */
export type RunResult =
  | { readonly kind: "complete" }
  /** The page ended it. */
  | { readonly kind: "stopped" }
  /** The web seed sent bytes that are not the piece. */
  | { readonly kind: "wrong"; readonly piece: number }
  /** The web seed refused; status is that of HTTP, retryAfter in seconds. */
  | { readonly kind: "refused"; readonly status: number; readonly retryAfter?: number }
  /** No connection, or it broke or stalled. */
  | { readonly kind: "broken" };

/** Told by the worker. */
export type Reply =
  | { readonly kind: "answer"; readonly number: number; readonly value: unknown }
  | { readonly kind: "error"; readonly number: number; readonly name: string; readonly message: string }
  /** A run has brought bytes. */
  | { readonly kind: "bytes"; readonly run: number; readonly count: number }
  /** A piece of a run is verified and written. */
  | { readonly kind: "piece"; readonly run: number; readonly piece: number }
  /** A run cannot go on because the disk refused. */
  | { readonly kind: "disk"; readonly name: string; readonly message: string };
