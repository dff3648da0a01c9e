import type { Download, Downloads, DownloadState, Words } from "../download/download.ts";
import { reasonOf } from "../download/failure.ts";
import { DownloadView, type ViewCommand } from "../page/view.ts";
import { Sentence } from "./sentence.ts";
import { fetchTorrent } from "./torrent.ts";

const OFFERS: readonly ViewCommand[] = ["pause", "resume", "cancel", "retry", "save", "share", "unshare"];

export interface PanelOptions {
  /** The URL of the file. */
  readonly url: string;
  readonly words: Words;
  readonly language: string;
  /** Opens the downloads of this page. */
  readonly downloads: () => Promise<Downloads>;
  /** Whether the name of the file is shown with its download. */
  readonly named: boolean;
}

/** Where a person starts one download and then watches it. */
export class Panel {
  private readonly button = document.createElement("button");
  private readonly share = document.createElement("input");
  private readonly problem = make("p", "");
  private readonly note = make("p", "spillway-note");
  private readonly start: HTMLElement;
  private download: Download | undefined;

  /** @param place the element that the panel fills */
  constructor(
    private readonly place: Element,
    private readonly options: PanelOptions,
  ) {
    this.start = this.makeStart();
    this.note.setAttribute("role", "status");
    this.place.replaceChildren(this.start);
  }

  focus(): void {
    this.button.focus();
  }

  /** Starts the download, as if the person had pressed the button. */
  async begin(): Promise<void> {
    const { words, url } = this.options;
    this.problem.textContent = "";
    this.button.disabled = true;
    this.button.textContent = words("swarm_preparing");
    try {
      const torrent = await fetchTorrent(url, words);
      const downloads = await this.options.downloads();
      this.watch(await downloads.start({ url, torrent, share: this.share.checked }));
    } catch (error) {
      this.problem.textContent = error instanceof Sentence ? error.message : words(reasonOf(error));
    } finally {
      this.button.disabled = false;
      this.button.textContent = words("swarm_start");
    }
  }

  /** Shows a download that is under way. */
  watch(download: Download): void {
    if (this.download === download) {
      return;
    }
    this.download = download;
    const view = new DownloadView({ ...this.options, offers: OFFERS, act: (command) => this.act(download, command) });
    const show = (state: DownloadState): void => {
      if (state.phase === "cancelled") {
        this.download = undefined;
        this.place.replaceChildren(this.start);
        this.button.focus();
      } else {
        view.show(state);
        this.showNote(state);
      }
    };
    download.onChange(show);
    this.place.replaceChildren(view.element, this.note);
    show(download.state);
  }

  private act(download: Download, command: ViewCommand): void {
    switch (command) {
      case "pause":
        return download.pause();
      case "resume":
        return download.resume();
      case "retry":
        return download.retry();
      case "share":
      case "unshare":
        return download.share(command === "share");
      case "save":
        return void download.save();
      case "cancel":
        return void download.cancel();
    }
  }

  private showNote(state: DownloadState): void {
    const { words } = this.options;
    const sharing = state.phase === "done" && state.sharing === true && state.kept !== false;
    const text = state.phase === "downloading" ? words("swarm_leave") : sharing ? words("swarm_thanks") : "";
    if (this.note.textContent !== text) {
      this.note.textContent = text;
    }
  }

  private makeStart(): HTMLElement {
    const { words } = this.options;
    const start = make("div", "spillway-start");
    this.button.type = "button";
    this.button.textContent = words("swarm_start");
    this.button.addEventListener("click", () => void this.begin());
    this.share.type = "checkbox";
    const label = make("label", "");
    const text = make("span", "", words("swarm_share"));
    text.append(make("small", "", words("swarm_share_explain")));
    label.append(this.share, text);
    this.problem.setAttribute("role", "alert");
    start.append(make("p", "", words("swarm_explain")), this.button, label, this.problem);
    return start;
  }
}

function make(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
