import type { DownloadState } from "../download/download.ts";
import * as ext from "../ext.ts";
import { Feed } from "./feed.ts";
import { DownloadView, type ViewCommand } from "./view.ts";

export interface ListOptions {
  /** So many are shown; all without it. */
  readonly most?: number;
  /** Only those of this URL are shown. */
  readonly only?: string;
  readonly offers: readonly ViewCommand[];
  readonly onCount: (count: number) => void;
  /** Is told, in words for a person, of each download that is done. */
  readonly onDone?: (words: string) => void;
}

interface Item {
  state: DownloadState;
  readonly view: DownloadView;
  readonly element: HTMLElement;
}

/** A list of downloads that is kept up to date. */
export class DownloadList {
  private readonly feed = new Feed((downloads) => this.update(downloads));
  private readonly items = new Map<string, Item>();

  constructor(
    private readonly list: HTMLElement,
    private readonly options: ListOptions,
  ) {}

  start(): void {
    this.feed.start();
  }

  private update(downloads: readonly DownloadState[]): void {
    const { only, most, onCount } = this.options;
    const shown = downloads.filter(({ url }) => only === undefined || url === only).slice(0, most);
    this.removeAllBut(new Set(shown.map(({ id }) => id)));
    shown.forEach((state, index) => this.show(state, index));
    onCount(shown.length);
  }

  private removeAllBut(ids: ReadonlySet<string>): void {
    for (const [id, { element }] of this.items) {
      if (!ids.has(id)) {
        element.remove();
        this.items.delete(id);
      }
    }
  }

  /** Moves an element only if it must be moved: the focus would be lost otherwise. */
  private show(state: DownloadState, index: number): void {
    const item = this.items.get(state.id) ?? this.make(state);
    const { view, element } = item;
    if (state.phase === "done" && item.state.phase !== "done") {
      this.options.onDone?.(`${state.name}: ${ext.text("view_done")}`);
    }
    item.state = state;
    view.show(state);
    const before = this.list.children[index];
    if (before !== element) {
      this.list.insertBefore(element, before ?? null);
    }
  }

  private make(state: DownloadState): Item {
    const view = new DownloadView({
      words: (key, ...values) => ext.text(key, ...values),
      language: ext.text("locale"),
      offers: this.options.offers,
      act: (command) => this.feed.command(command, item.state),
    });
    const element = document.createElement("li");
    element.append(view.element);
    const item = { state, view, element };
    this.items.set(state.id, item);
    return item;
  }
}

/** In a page with room for it, everything is offered. */
export const ALL: readonly ViewCommand[] = [
  "pause",
  "resume",
  "cancel",
  "retry",
  "save",
  "share",
  "plain",
  "torrent",
  "show",
];

/** In the popup, what people want at once. */
export const FEW: readonly ViewCommand[] = ["pause", "resume", "cancel", "retry", "plain", "torrent", "show"];
