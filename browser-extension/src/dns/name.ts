/** The name at which the fallback records of a URL stand: `[sha1]._torrent.[host]`. */
export async function fallbackName(url: URL): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const question = url.href.replace(/#.*$/s, "").endsWith("?") ? "?" : "";
  const hash = await requestHash(url.pathname + (url.search || question));
  return `${hash}._torrent.${host.toLowerCase()}`;
}

/** The SHA-1 of a request target after normalisation, as 40 hex digits. */
export async function requestHash(target: string): Promise<string> {
  const bytes = new TextEncoder().encode(normalTarget(target));
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-1", bytes)));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A request target in the one form that is hashed: percent-encoding (RFC 3986 §6.2.2.2) and dot
 * segments (§6.2.2.3) normalised, an empty path is `/`, a fragment is cut off.
 */
export function normalTarget(target: string): string {
  const sent = target.replace(/#.*$/s, "");
  const query = sent.indexOf("?");
  const path = query < 0 ? sent : sent.slice(0, query);
  return withoutDotSegments(normalEncoding(path)) + normalEncoding(query < 0 ? "" : sent.slice(query));
}

/** What stands unencoded in a path or query, beside letters and digits. */
const LITERAL = "-._~!$&'()*+,=:@/;?";
const UNRESERVED = /[A-Za-z0-9._~-]/;

function normalEncoding(raw: string): string {
  const bytes = new TextEncoder().encode(raw);
  let normal = "";
  for (let i = 0; i < bytes.length; i++) {
    const char = String.fromCharCode(bytes[i] ?? 0);
    const octet = char === "%" ? octetAt(bytes, i) : undefined;
    if (octet !== undefined) {
      const decoded = String.fromCharCode(octet);
      normal += UNRESERVED.test(decoded) ? decoded : encoded(octet);
      i += 2;
    } else {
      const stays = UNRESERVED.test(char) || LITERAL.includes(char);
      normal += stays ? char : encoded(char.charCodeAt(0));
    }
  }
  return normal;
}

/** The octet that is encoded there, or undefined if it is a mere percent sign. */
function octetAt(bytes: Uint8Array, at: number): number | undefined {
  const digits = String.fromCharCode(...bytes.subarray(at + 1, at + 3));
  return /^[0-9a-f]{2}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function encoded(octet: number): string {
  return `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** RFC 3986 §5.2.4, for a path that begins with a slash or is taken as if it did. */
function withoutDotSegments(path: string): string {
  const kept: string[] = [];
  const segments = path.replace(/^\//, "").split("/");
  segments.forEach((segment, index) => {
    if (segment === "..") {
      kept.pop();
    }
    if (segment !== "." && segment !== "..") {
      kept.push(segment);
    } else if (index === segments.length - 1) {
      kept.push("");
    }
  });
  return `/${kept.join("/")}`;
}
