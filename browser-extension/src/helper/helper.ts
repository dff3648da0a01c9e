import type { DownloadState } from "../download/download.ts";
import type { Command } from "../engine/channel.ts";
import type { HelperStart } from "../engine/messages.ts";
import type { NativePort } from "../ext.ts";
import { fromHelper } from "./messages.ts";

/** The name of the native messaging host, which `spillway native-host --install` writes. */
export const HELPER = "org.spillway.helper";

/** How long the helper program may take to say hello, in milliseconds. */
const PATIENCE = 5_000;

/** Commands that the helper program knows. */
const KNOWN: readonly Command[] = ["pause", "resume", "cancel", "retry", "show"];

/** The helper program, which downloads from all torrent clients, as far as it is installed. */
export class Helper {
  private port: Promise<NativePort | undefined> | undefined;
  private readonly states = new Map<string, DownloadState>();

  /**
   * @param open starts the program
   * @param onStates hears of all its downloads, the newest first, after each change
   */
  constructor(
    private readonly open: () => NativePort,
    private readonly onStates: (states: readonly DownloadState[]) => void,
  ) {}

  /** Whether it is installed and answers; starts it if it does not run. */
  async isThere(): Promise<boolean> {
    this.port ??= this.connect();
    return (await this.port) !== undefined;
  }

  /** Returns whether it took the download. */
  async start({ id, url, torrent, share }: HelperStart): Promise<boolean> {
    if (!(await this.isThere())) {
      return false;
    }
    (await this.port)?.post({ type: "start", id, url, torrent, share });
    return true;
  }

  has(id: string): boolean {
    return this.states.has(id);
  }

  async command(command: Command, id: string): Promise<void> {
    if (KNOWN.includes(command) && this.has(id)) {
      (await this.port)?.post({ type: command, id });
    }
  }

  /** Tells of all its downloads once more. */
  tell(): void {
    const shown = [...this.states.values()].filter(({ phase }) => phase !== "cancelled");
    this.onStates(shown.reverse());
  }

  /** Resolves to the port as soon as the program said hello. */
  private connect(): Promise<NativePort | undefined> {
    return new Promise((resolve) => {
      const port = this.open();
      const timer = setTimeout(() => end(), PATIENCE);
      const end = (): void => {
        clearTimeout(timer);
        port.close();
        this.lost();
        resolve(undefined);
      };
      port.onEnd(end);
      port.onMessage((message) => {
        if (fromHelper(message)?.type === "hello") {
          clearTimeout(timer);
          port.post({ type: "list" });
          resolve(port);
        }
        this.hear(message);
      });
      port.post({ type: "hello" });
    });
  }

  /** It ended: it goes on with what it had as soon as it is started again. */
  private lost(): void {
    this.port = undefined;
    this.states.clear();
    this.tell();
  }

  private hear(message: unknown): void {
    const said = fromHelper(message);
    if (said?.type === "state") {
      this.states.set(said.download.id, said.download);
    } else if (said?.type === "list") {
      said.downloads.forEach((state) => this.states.set(state.id, state));
    } else if (said?.type === "error") {
      this.fail(said.id, said.message);
    } else {
      return;
    }
    this.tell();
  }

  private fail(id: string, failure: string): void {
    const state = this.states.get(id);
    if (state !== undefined) {
      this.states.set(id, { ...state, phase: "failed", failure });
    }
  }
}
