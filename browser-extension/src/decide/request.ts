/** A request as the browser's extension API tells of it. */
export interface Request {
  /** The same in all that is told of one request. */
  readonly id: string;
  readonly url: string;
  readonly method: string;
  /** `other` is what Chromium calls `<a download>`. */
  readonly type: "main_frame" | "sub_frame" | "other";
  /** −1 if it belongs to no tab. */
  readonly tabId: number;
  /** Whether a page of this extension asks. */
  readonly isOwn: boolean;
  /** Whether it belongs to a private window; known in Firefox only. */
  readonly incognito: boolean;
}

export interface Answer extends Request {
  readonly status: number;
  /** By their names in lower case; of several with one name the last. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface Failure extends Request {
  /** `net::ERR_…` in Chromium, `NS_ERROR_…` or a sentence in Firefox. */
  readonly error: string;
}
