import { send } from "../ext.ts";

/** What a page of the extension asks of the background page. */
export type Ask =
  | { readonly type: "open-engine" }
  | { readonly type: "close-engine" }
  /** Answered with the settings, which a hidden page cannot read itself in Chromium. */
  | { readonly type: "settings" }
  /** Downloads what is remembered for that URL. */
  | { readonly type: "start"; readonly url: string }
  /** Shows what the browser has to say of a server that is down. */
  | { readonly type: "original"; readonly url: string }
  | { readonly type: "plain"; readonly url: string }
  | { readonly type: "save"; readonly url: string; readonly name: string }
  | { readonly type: "show"; readonly name: string }
  | { readonly type: "progress"; readonly active: number; readonly percent: number }
  | Ended
  /** Answered with true if there is a helper program, and the person wants it. */
  | { readonly type: "helper" }
  | HelperStart;

/** A download is done, or failed. */
export interface Ended {
  readonly type: "ended";
  readonly id: string;
  readonly url: string;
  readonly name: string;
  /** Empty if it is done. */
  readonly failure: string;
}

/** Answered with true if there is a helper program, which then downloads. */
export interface HelperStart {
  readonly type: "helper-start";
  readonly id: string;
  readonly url: string;
  /** In base64. */
  readonly torrent: string;
  readonly share: boolean;
}

/**
 * Asks the background page, and wakes it for that.
 *
 * @throws Error if the background page could not do it
 */
export async function ask(message: Ask): Promise<unknown> {
  const answer = await send(message);
  if (typeof answer === "object" && answer !== null && "error" in answer) {
    throw new Error(String(answer.error));
  }
  return answer;
}

/** A message of ours, or undefined. */
export function askOf(message: unknown): Ask | undefined {
  return typeof message === "object" && message !== null && "type" in message
    ? (message as Ask)
    : undefined;
}
