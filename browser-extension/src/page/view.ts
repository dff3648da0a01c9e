/** One download as a person sees it: in the extension's pages and in the page that needs none. */

import type { DownloadState, Phase, Words } from "../download/download.ts";
import { Amounts } from "./amounts.ts";
import { company, parts, summary } from "./summary.ts";

/** What a person can ask of a download. */
export type ViewCommand =
  | "pause"
  | "resume"
  | "cancel"
  | "retry"
  | "save"
  | "share"
  | "unshare"
  | "plain"
  | "torrent"
  | "show";

export interface ViewOptions {
  readonly words: Words;
  /** The language of the words, such as "de". */
  readonly language: string;
  /** What the page can do; only that is offered. */
  readonly offers: readonly ViewCommand[];
  readonly act: (command: ViewCommand) => void;
  /** Whether the name of the file is shown; not where the page's title is the name. */
  readonly named?: boolean;
}

/** Which commands make sense in a phase, the most likely one first. */
const COMMANDS: Readonly<Record<Phase, readonly ViewCommand[]>> = {
  waiting: ["pause", "cancel"],
  checking: ["pause", "cancel"],
  downloading: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  saving: [],
  done: ["show", "save", "cancel"],
  failed: ["retry", "plain", "cancel"],
  cancelled: [],
};

/** In these phases the ways around the swarm are offered, too. */
const UNDER_WAY: readonly Phase[] = ["waiting", "checking", "downloading", "paused"];

/** Shows one download; the element is put where the page wants it. */
export class DownloadView {
  readonly element = make("article", "download");
  private readonly name = make("h3", "download-name");
  private readonly percent = make("span", "download-percent");
  private readonly bar = make("div", "download-bar");
  private readonly line = make("p", "download-line");
  private readonly failure = make("p", "download-failure");
  private readonly sources = make("ul", "download-sources");
  private readonly share = document.createElement("input");
  private readonly shareRow = make("label", "download-share");
  private readonly buttons = make("div", "download-buttons");
  private readonly amounts: Amounts;
  private offered = "";

  constructor(private readonly options: ViewOptions) {
    this.amounts = new Amounts(options.language);
    this.bar.setAttribute("role", "progressbar");
    this.bar.setAttribute("aria-valuemin", "0");
    this.bar.setAttribute("aria-valuemax", "100");
    this.failure.setAttribute("role", "alert");
    this.share.type = "checkbox";
    this.share.addEventListener("change", () => options.act(this.share.checked ? "share" : "unshare"));
    this.shareRow.append(this.share, make("span", "", options.words("view_share")));
    const head = make("header", "download-head");
    head.append(this.name, this.percent);
    const foot = make("footer", "download-foot");
    foot.append(this.shareRow, this.buttons);
    this.element.append(head, this.bar, this.line, this.failure, this.sources, foot);
  }

  show(state: DownloadState): void {
    const { words, language, named } = this.options;
    this.element.dataset["phase"] = state.phase;
    setText(this.name, named === false ? "" : state.name);
    this.name.title = state.name;
    setText(this.percent, this.amounts.share(state.verified, state.length));
    setText(this.line, summary(state, words, this.amounts));
    setText(this.failure, state.failure ?? "");
    this.showBar(state);
    const shown = parts(state, words, this.amounts).map(({ source, text }) => ({ source, text }));
    const others = company(state, words, this.amounts, language).map((text) => ({ source: "", text }));
    this.showSources([...shown, ...others]);
    this.showShare(state);
    this.showButtons(state);
  }

  private showBar(state: DownloadState): void {
    this.bar.setAttribute("aria-label", this.options.words("view_progress", state.name));
    this.bar.setAttribute("aria-valuenow", String(state.length === 0 ? 0 : Math.floor((100 * state.verified) / state.length)));
    const shown = parts(state, this.options.words, this.amounts);
    const all = shown.length > 0 || state.verified === 0 ? shown : [{ source: "server", bytes: state.verified }];
    while (this.bar.childElementCount > all.length) {
      this.bar.lastElementChild?.remove();
    }
    all.forEach(({ source, bytes }, i) => {
      const segment = this.bar.children[i] ?? this.bar.appendChild(make("span", ""));
      segment.className = `from-${source}`;
      (segment as HTMLElement).style.width = `${(100 * bytes) / state.length}%`;
    });
  }

  private showSources(shown: readonly { source: string; text: string }[]): void {
    while (this.sources.childElementCount > shown.length) {
      this.sources.lastElementChild?.remove();
    }
    shown.forEach(({ source, text }, i) => {
      const item = this.sources.children[i] ?? this.sources.appendChild(make("li", ""));
      item.className = source === "" ? "" : `from-${source}`;
      setText(item as HTMLElement, text);
    });
  }

  private showShare(state: DownloadState): void {
    const over = state.phase === "failed" || state.phase === "cancelled" || state.kept === false;
    this.shareRow.hidden = state.sharing === undefined || over || !this.options.offers.includes("share");
    this.share.checked = state.sharing === true;
  }

  /** Makes the buttons anew only if they change: the focus would be lost otherwise. */
  private showButtons(state: DownloadState): void {
    const around: readonly ViewCommand[] = UNDER_WAY.includes(state.phase) ? ["plain", "torrent"] : [];
    const wanted = [...COMMANDS[state.phase], ...around].filter(
      (command) => this.options.offers.includes(command) && (command !== "save" || state.kept !== false),
    );
    const key = `${state.phase === "done"} ${wanted.join()}`;
    if (key === this.offered) {
      return;
    }
    const hadFocus = this.buttons.contains(document.activeElement);
    this.offered = key;
    this.buttons.replaceChildren(...wanted.map((command) => this.button(command, state.phase)));
    if (hadFocus) {
      this.buttons.querySelector("button")?.focus();
    }
  }

  private button(command: ViewCommand, phase: Phase): HTMLElement {
    const done = phase === "done";
    const key = done && command === "save" ? "save_again" : done && command === "cancel" ? "remove" : command;
    const button = make("button", `command-${command}`, this.options.words(`view_${key}`));
    button.setAttribute("type", "button");
    button.addEventListener("click", () => this.options.act(command));
    return button;
  }
}

/** An element with text, which is never read as HTML. */
function make(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Leaves what has not changed alone, so that nobody is read the same twice. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
  element.hidden = text === "";
}
