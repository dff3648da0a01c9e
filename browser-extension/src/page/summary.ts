import type { DownloadState, Words } from "../download/download.ts";
import type { Amounts } from "./amounts.ts";

/** What a person reads of a download in one line. */
export function summary(state: DownloadState, words: Words, amounts: Amounts): string {
  const progress = words("view_of", amounts.bytes(state.verified), amounts.bytes(state.length));
  switch (state.phase) {
    case "waiting":
    case "checking":
    case "saving":
    case "cancelled":
      return words(`view_${state.phase}`);
    case "paused":
      return `${words("view_paused")} · ${progress}`;
    case "failed":
      return progress;
    case "done":
      return `${amounts.bytes(state.length)} · ${words("view_done")}`;
    case "downloading":
      return state.rate > 0
        ? [progress, words("view_rate", amounts.bytes(state.rate)), timeLeft(state, words, amounts)].join(" · ")
        : `${progress} · ${words("view_seeking")}`;
  }
}

function timeLeft(state: DownloadState, words: Words, amounts: Amounts): string {
  return words("view_left", amounts.duration((state.length - state.verified) / state.rate));
}

/** One source of the bytes of a download. */
export interface Part {
  readonly source: "server" | "mirrors" | "peers";
  /** In bytes; all parts together are what is verified. */
  readonly bytes: number;
  /** Such as 38 % from the server. */
  readonly text: string;
}

/** From whom the verified bytes came; the counts may be a little behind after a crash. */
export function parts(state: DownloadState, words: Words, amounts: Amounts): Part[] {
  const counts = { server: state.fromServer, mirrors: state.fromMirrors, peers: state.fromPeers } as const;
  const sum = counts.server + counts.mirrors + counts.peers;
  const sources = (["server", "mirrors", "peers"] as const).filter((source) => counts[source] > 0);
  const shares = amounts.shares(sources.map((source) => counts[source]));
  return sources.map((source, index) => ({
    source,
    bytes: (counts[source] / sum) * state.verified,
    text: words(`view_from_${source}`, shares[index] ?? ""),
  }));
}

/** Who is connected, and what they got. */
export function company(state: DownloadState, words: Words, amounts: Amounts, language: string): string[] {
  const said: string[] = [];
  if (state.peers > 0) {
    const form = new Intl.PluralRules(language).select(state.peers) === "one" ? "one" : "other";
    said.push(words(`view_peers_${form}`, state.peers.toLocaleString(language)));
  }
  if (state.uploaded > 0) {
    said.push(words("view_passed_on", amounts.bytes(state.uploaded)));
  }
  return said;
}
