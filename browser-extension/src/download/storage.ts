import type { Layout } from "./layout.ts";
import type { Numbered, Reply, Request, RunResult } from "./messages.ts";

/** What a download hears from its storage while runs are under way. */
export interface StorageListener {
  bytes(run: number, count: number): void;
  piece(run: number, piece: number): void;
  /** The disk refused; name is that of the DOMException. */
  disk(name: string): void;
}

/** The page's end of the worker that stores one download. */
export class Storage {
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private numbers = 0;

  constructor(
    private readonly worker: Worker,
    private readonly listener: StorageListener,
  ) {
    worker.onmessage = (event: MessageEvent<Reply>) => this.hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.break(new Error(event.message));
    };
  }

  /** Starts the worker, whose script lies beside that of the page. */
  static start(listener: StorageListener): Storage {
    const script = new URL("./download-worker.js", import.meta.url);
    return new Storage(new Worker(script, { type: "module" }), listener);
  }

  /** Opens the download's files in a folder; the pieces that are there, as a bitfield. */
  async open(folder: string, layout: Layout): Promise<Uint8Array> {
    return (await this.ask({ op: "open", folder, layout })) as Uint8Array;
  }

  /** Writes a verified piece; the bytes belong to the worker from then on. */
  async put(piece: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.ask({ op: "put", piece, bytes }, [bytes.buffer]);
  }

  async get(piece: number, begin: number, length: number): Promise<Uint8Array> {
    return (await this.ask({ op: "get", piece, begin, length })) as Uint8Array;
  }

  async fetch(run: number, url: string, from: number, count: number): Promise<RunResult> {
    return (await this.ask({ op: "fetch", run, url, from, count })) as RunResult;
  }

  stop(run: number): void {
    void this.ask({ op: "stop", run }).catch(() => {});
  }

  /** Closes the files and ends the worker. */
  async close(): Promise<void> {
    await this.ask({ op: "close" }).catch(() => {});
    this.worker.terminate();
    this.break(new DOMException("the storage is closed", "InvalidStateError"));
  }

  private ask(request: Request, transfer: Transferable[] = []): Promise<unknown> {
    const number = this.numbers++;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ number, request } satisfies Numbered, transfer);
    });
  }

  private hear(reply: Reply): void {
    switch (reply.kind) {
      case "bytes":
        return this.listener.bytes(reply.run, reply.count);
      case "piece":
        return this.listener.piece(reply.run, reply.piece);
      case "disk":
        return this.listener.disk(reply.name);
      case "answer":
        this.waiting.get(reply.number)?.resolve(reply.value);
        break;
      case "error":
        this.waiting.get(reply.number)?.reject(new DOMException(reply.message, reply.name));
        break;
    }
    this.waiting.delete(reply.number);
  }

  private break(error: Error): void {
    this.waiting.forEach(({ reject }) => reject(error));
    this.waiting.clear();
  }
}
