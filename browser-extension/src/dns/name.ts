/** The name at which the fallback records of a URL stand: `[sha1]._torrent.[host]`. */
export async function fallbackName(url: URL): Promise<string> {
  return nameFor(url, targetOf(url));
}

/**
 * The names at which they may stand, in the order in which they are asked for: one file has many
 * spellings, such as `/g%2B%2B` and `/g++`, and servers of files ignore queries.
 */
export async function fallbackNames(url: URL): Promise<readonly string[]> {
  return Promise.all(candidates(targetOf(url)).map((target) => nameFor(url, target)));
}

function targetOf(url: URL): string {
  const question = url.href.replace(/#.*$/s, "").endsWith("?") ? "?" : "";
  return url.pathname + (url.search || question);
}

async function nameFor(url: URL, target: string): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return `${await requestHash(target)}._torrent.${host.toLowerCase()}`;
}

/**
 * The normalised targets under which the file of a request target may stand: the target itself, its
 * canonical path with the query, and its canonical path alone.
 */
export function candidates(target: string): readonly string[] {
  const [, raw = "", query = ""] = /^([^?#]*)(.*)$/s.exec(target) ?? [];
  const path = canonicalPath(raw);
  return [...new Set([target, path + query, path].map(normalTarget))];
}

/** A path without empty segments, in which nothing is encoded that need not be. */
function canonicalPath(raw: string): string {
  return withoutDotSegments(encoding(raw, isPathChar)).replace(/\/{2,}/g, "/");
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
  const rest = query < 0 ? "" : sent.slice(query);
  return withoutDotSegments(encoding(path, isLiteral)) + encoding(rest, isLiteral);
}

/** What stands unencoded in a path or query, beside unreserved characters. */
const LITERAL = "!$&'()*+,=:@/;?";
/** What the canonical path holds unencoded: servlet containers cut a path off at a semicolon. */
const PATH = "!$&'()*+,=:@/";
const UNRESERVED = /[A-Za-z0-9._~-]/;

/** Whether a character stands there unencoded, by whether it was encoded before. */
type Stays = (char: string, wasEncoded: boolean) => boolean;

const isLiteral: Stays = (char, wasEncoded) =>
  UNRESERVED.test(char) || (!wasEncoded && LITERAL.includes(char));

/** An encoded slash separates no segments. */
const isPathChar: Stays = (char, wasEncoded) =>
  UNRESERVED.test(char) || (PATH.includes(char) && !(wasEncoded && char === "/"));

function encoding(raw: string, stays: Stays): string {
  const bytes = new TextEncoder().encode(raw);
  let result = "";
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i] === PERCENT ? octetAt(bytes, i) : undefined;
    const value = octet ?? bytes[i] ?? 0;
    const char = String.fromCharCode(value);
    result += stays(char, octet !== undefined) ? char : encoded(value);
    i += octet === undefined ? 0 : 2;
  }
  return result;
}

const PERCENT = 0x25;

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
