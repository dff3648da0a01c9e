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
  /** Whether pieces are passed on to others; absent where nobody can say so, and when that is over. */
  readonly sharing?: boolean;
  /** Whether the browser still keeps the whole file, so that it can be saved once more. */
  readonly kept?: boolean;
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
  /** Agrees to pass pieces on to others, or ends that. */
  share(agreed: boolean): void;
  /** Saves a finished download (once more); a refusal of the person is no failure. */
  save(): Promise<void>;
}

/**
 * When passing on to others ends after a download is done: at whichever comes first, and once those
 * who are downloading just then have got the file.
 */
export interface SharingLimits {
  /** How many times the file's length; greater than 0. */
  readonly ratio: number;
  /** Minutes; greater than 0. */
  readonly minutes: number;
}

/** Looks up a sentence for a person; $1 to $9 in it stand for the further arguments. */
export type Words = (key: string, ...values: string[]) => string;

/** What the page that downloads hands in. */
export interface DownloadsOptions {
  /**
   * Saves a verified file under a name. Resolves to true as soon as the file kept here is needed no
   * longer, to false if nobody can tell (it is then kept until the page is opened anew), and rejects
   * with an AbortError if the person changed their mind.
   */
  readonly save: (file: File, name: string) => Promise<boolean>;
  readonly words: Words;
  /** STUN and TURN servers; none unless the person chose some. */
  readonly iceServers?: readonly RTCIceServer[];
  readonly sharing?: SharingLimits;
  /** How many downloads run at once; the others wait. */
  readonly simultaneous?: number;
  /** Which of the kept downloads this page takes up again; all of them without it. */
  readonly restore?: (url: string) => boolean;
}

/** The downloads of one page, the kept ones of earlier visits among them. */
export interface Downloads {
  list(): readonly Download[];
  /**
   * Starts a download, or returns the one of the same torrent that is there. If it rejects, reasonOf
   * has the key of words for a person.
   */
  start(request: DownloadRequest): Promise<Download>;
  /** Calls back after the list grew or shrank; returns what ends that. */
  onList(listener: () => void): () => void;
}

