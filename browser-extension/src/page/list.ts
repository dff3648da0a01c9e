import type { DownloadState } from "../download/download.ts";
import { make } from "./dom.ts";
import { Feed } from "./feed.ts";

export interface ListOptions {
  /** So many are shown; all without it. */
  readonly most?: number;
  /** Only those of this URL are shown. */
  readonly only?: string;
  readonly onCount: (count: number) => void;
}

/** A list of downloads that is kept up to date. */
export class DownloadList {
  private readonly feed = new Feed((downloads) => this.update(downloads));

  constructor(
    private readonly list: HTMLElement,
    private readonly options: ListOptions,
  ) {}

  start(): void {
    this.feed.start();
  }

  private update(downloads: readonly DownloadState[]): void {
    const { only, most } = this.options;
    const shown = downloads.filter(({ url }) => only === undefined || url === only).slice(0, most);
    this.list.replaceChildren(
      ...shown.map((state) => make("li", "download", `${state.name} ${state.phase} ${state.verified}/${state.length} ${state.failure ?? ""}`)),
    );
    this.options.onCount(shown.length);
  }
}
