import type { DownloadState, Phase } from "../download/download.ts";

/** What the helper program says. */
export type FromHelper =
  | { readonly type: "hello"; readonly version: string; readonly folder: string }
  | { readonly type: "state"; readonly download: DownloadState }
  | { readonly type: "list"; readonly downloads: readonly DownloadState[] }
  | { readonly type: "error"; readonly id: string; readonly message: string };

const PHASES: readonly Phase[] = [
  "waiting",
  "checking",
  "downloading",
  "paused",
  "saving",
  "done",
  "failed",
  "cancelled",
];

type Fields = Readonly<Record<string, unknown>>;

/** A message of the helper program, or undefined if it is none that is known. */
export function fromHelper(message: unknown): FromHelper | undefined {
  const fields = fieldsOf(message);
  switch (fields["type"]) {
    case "hello":
      return { type: "hello", version: text(fields, "version"), folder: text(fields, "folder") };
    case "state":
      return { type: "state", download: stateOf(fields["download"]) };
    case "list":
      return { type: "list", downloads: listOf(fields["downloads"]) };
    case "error":
      return { type: "error", id: text(fields, "id"), message: text(fields, "message") };
    default:
      return undefined;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): DownloadState[] {
  return Array.isArray(value) ? value.map(stateOf) : [];
}

function stateOf(value: unknown): DownloadState {
  const fields = fieldsOf(value);
  const failure = text(fields, "failure");
  return {
    id: text(fields, "id"),
    url: text(fields, "url"),
    name: text(fields, "name"),
    length: number(fields, "length"),
    phase: PHASES.find((phase) => phase === fields["phase"]) ?? "waiting",
    verified: number(fields, "verified"),
    fromServer: number(fields, "fromServer"),
    fromMirrors: number(fields, "fromMirrors"),
    fromPeers: number(fields, "fromPeers"),
    uploaded: number(fields, "uploaded"),
    peers: number(fields, "peers"),
    rate: number(fields, "rate"),
    // It has saved the file where it belongs; there is nothing to save again.
    kept: false,
    ...(failure === "" ? {} : { failure }),
  };
}

function text(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === "string" ? value : "";
}

function number(fields: Fields, key: string): number {
  const value = fields[key];
  return typeof value === "number" && value >= 0 ? value : 0;
}
