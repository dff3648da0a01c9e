/** Why a download failed; each is a key of the words, with download before it. */
export type Reason = "NoRoom" | "OtherPage" | "NobodyHasIt" | "NoStorage" | "NotSaved" | "Insecure" | "Torrent";

/** A failure that has words for a person. */
export class Failure extends Error {
  constructor(readonly reason: Reason) {
    super(reason);
  }
}

/** Translates what the browser's storage throws. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof Failure) {
    return error.reason;
  }
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") {
    return "NoRoom";
  }
  return name === "NoModificationAllowedError" ? "OtherPage" : "NoStorage";
}

/**
 * Makes sure that a page can keep files at all, and that there is room.
 *
 * @param needed in bytes
 * @throws Failure if it cannot, or there is none
 */
export async function checkRoom(needed: number): Promise<void> {
  if (!isSecureContext) {
    throw new Failure("Insecure");
  }
  if (navigator.storage?.getDirectory === undefined) {
    throw new Failure("NoStorage");
  }
  const { quota, usage } = await navigator.storage.estimate();
  if (quota !== undefined && usage !== undefined && needed > quota - usage) {
    throw new Failure("NoRoom");
  }
}
