import { MalformedBencode } from "../torrent/bencode.ts";

/** Why a download failed: keys of the words. */
export type Reason =
  | "download_no_room"
  | "download_other_page"
  | "download_nobody"
  | "download_no_storage"
  | "download_not_saved"
  | "download_insecure"
  | "download_bad_torrent";

/** A failure that has words for a person. */
export class Failure extends Error {
  constructor(readonly reason: Reason) {
    super(reason);
  }
}

/** Translates what torrents and the browser's storage throw into a key of the words. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof Failure) {
    return error.reason;
  }
  if (error instanceof MalformedBencode) {
    return "download_bad_torrent";
  }
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") {
    return "download_no_room";
  }
  return name === "NoModificationAllowedError" ? "download_other_page" : "download_no_storage";
}

/**
 * Makes sure that a page can keep files at all, and that there is room.
 *
 * @param needed in bytes
 * @throws Failure if it cannot, or there is none
 */
export async function checkRoom(needed: number): Promise<void> {
  if (!isSecureContext) {
    throw new Failure("download_insecure");
  }
  if (navigator.storage?.getDirectory === undefined) {
    throw new Failure("download_no_storage");
  }
  const { quota, usage } = await navigator.storage.estimate();
  if (quota !== undefined && usage !== undefined && needed > quota - usage) {
    throw new Failure("download_no_room");
  }
}
