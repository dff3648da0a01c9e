/**
 * A download as its pages see it: what they can ask of it, and what they show. Names no browser
 * API of extensions: the extension's page and the page that needs no extension share it.
 */

/** What is to be downloaded. */
export interface DownloadRequest {
  /** The URL of the file itself, absolute, without a fragment. */
  readonly url: string;
  /** The .torrent, bencoded, checked to be the one of that URL. */
  readonly torrent: Uint8Array;
  /** Whether the person agreed to pass pieces on to others. */
  readonly share: boolean;
}

export type Phase =
  | "waiting"
  | "checking"
  | "downloading"
  | "paused"
  | "saving"
  | "done"
  | "failed"
  | "cancelled";

/** One look at a download; a value, made anew with each change. Sizes are in bytes. */
export interface DownloadState {
  readonly id: string;
  readonly url: string;
  /** The name that the file is saved under; harmless on every system. */
  readonly name: string;
  readonly length: number;
  readonly phase: Phase;
  /** What is there and verified against the torrent's hashes. */
  readonly verified: number;
  /** What came from the server that the URL names. */
  readonly fromServer: number;
  /** What came from mirrors and other web seeds. */
  readonly fromMirrors: number;
  /** What came from other people. */
  readonly fromPeers: number;
  readonly uploaded: number;
  readonly peers: number;
  /** Bytes a second, over the last seconds. */
  readonly rate: number;
  /** A sentence for a person; there only if the phase is "failed". */
  readonly failure?: string;
}

/** A download that is under way in this page. */
export interface Download {
  readonly state: DownloadState;
  /** Calls back with each change, at most four times a second; returns what ends that. */
  onChange(listener: (state: DownloadState) => void): () => void;
  pause(): void;
  resume(): void;
  /** Ends it and removes what was kept of it. */
  cancel(): Promise<void>;
  /** Starts a failed download once more, with what was verified before. */
  retry(): void;
}
