import { MalformedBencode } from "./bencode.ts";
import { metainfoOf, type Metainfo } from "./metainfo.ts";

export type Fit =
  | { readonly kind: "fits"; readonly metainfo: Metainfo }
  | { readonly kind: "other"; readonly why: string };

/**
 * Whether a torrent can be the one of a URL: it has one file, whose name is the last part of the
 * URL's path. So neither a resolver nor a redirect can slip in a file of another kind.
 *
 * @param length what the server says of the file's length, in bytes, if it said so
 */
export function torrentFor(torrent: Uint8Array, url: string, length?: number): Fit {
  try {
    return checked(metainfoOf(torrent), new URL(url), length);
  } catch (error) {
    if (error instanceof MalformedBencode) {
      return { kind: "other", why: error.message };
    }
    throw error;
  }
}

function checked(metainfo: Metainfo, url: URL, length: number | undefined): Fit {
  const asked = fileName(url);
  if (metainfo.name !== asked) {
    return { kind: "other", why: `The torrent is one of “${metainfo.name}”, not of “${asked}”.` };
  }
  if (length !== undefined && length !== metainfo.length) {
    const why = `The torrent is one of ${metainfo.length} bytes, the file has ${length}.`;
    return { kind: "other", why };
  }
  return { kind: "fits", metainfo };
}

/** The last part of the path, decoded; as it is if it cannot be. */
export function fileName(url: URL): string {
  const last = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
