import type { Request } from "./request.ts";
import type { Settings } from "./settings.ts";
import { isOnFor } from "./sites.ts";

/** Why a server counts as down. */
export type Reason = "refused" | "reset" | "name" | "tls" | "unavailable" | "silent" | "broken";

const CHROMIUM: Readonly<Record<string, Reason>> = {
  CONNECTION_REFUSED: "refused",
  CONNECTION_FAILED: "refused",
  ADDRESS_UNREACHABLE: "refused",
  ADDRESS_INVALID: "refused",
  CONNECTION_RESET: "reset",
  CONNECTION_CLOSED: "reset",
  CONNECTION_ABORTED: "reset",
  EMPTY_RESPONSE: "reset",
  SOCKET_NOT_CONNECTED: "reset",
  INVALID_HTTP_RESPONSE: "reset",
  RESPONSE_HEADERS_TRUNCATED: "reset",
  HTTP2_PROTOCOL_ERROR: "reset",
  QUIC_PROTOCOL_ERROR: "reset",
  NAME_NOT_RESOLVED: "name",
  NAME_RESOLUTION_FAILED: "name",
  DNS_TIMED_OUT: "name",
  DNS_SERVER_FAILED: "name",
  DNS_MALFORMED_RESPONSE: "name",
  CONNECTION_TIMED_OUT: "silent",
  TIMED_OUT: "silent",
};

const FIREFOX: Readonly<Record<string, Reason>> = {
  CONNECTION_REFUSED: "refused",
  NET_RESET: "reset",
  NET_INTERRUPT: "reset",
  NET_PARTIAL_TRANSFER: "reset",
  NET_TIMEOUT: "silent",
  NET_TIMEOUT_EXTERNAL: "silent",
  UNKNOWN_HOST: "name",
};

/** What browsers call the end of a download that the server is to blame for. */
const DOWNLOAD: Readonly<Record<string, Reason>> = {
  NETWORK_FAILED: "broken",
  NETWORK_TIMEOUT: "silent",
  NETWORK_DISCONNECTED: "broken",
  NETWORK_SERVER_DOWN: "refused",
  SERVER_CONTENT_LENGTH_MISMATCH: "broken",
  SERVER_FAILED: "unavailable",
  SERVER_UNREACHABLE: "unavailable",
  SERVER_CERT_PROBLEM: "tls",
};

/**
 * Why the server counts as down by the word of the browser, or undefined if it does not: the person
 * stopped it, an extension did, or the machine has no network at all, where nobody else helps.
 */
export function reasonOfError(error: string): Reason | undefined {
  const [, chromium] = /^net::ERR_(\w+)$/.exec(error) ?? [];
  if (chromium !== undefined) {
    return CHROMIUM[chromium] ?? (/^(SSL|CERT|ECH)_/.test(chromium) ? "tls" : undefined);
  }
  const [, firefox] = /^NS_ERROR_(\w+)$/.exec(error) ?? [];
  if (firefox !== undefined) {
    return FIREFOX[firefox];
  }
  return /^(SEC_|SSL_|MOZILLA_PKIX_)ERROR_|certificate|security protocol/i.test(error)
    ? "tls"
    : undefined;
}

export function reasonOfStatus(status: number): Reason | undefined {
  return status >= 502 && status <= 504 ? "unavailable" : undefined;
}

export function reasonOfDownload(error: string): Reason | undefined {
  return DOWNLOAD[error];
}

/** Whether a torrent could take the place of what is asked for. */
export function canFailOver(request: Pick<Request, "url" | "method" | "type">): boolean {
  return request.method === "GET" && request.type === "main_frame" && isFile(new URL(request.url));
}

/** A path that ends in a slash names a folder or a site, of which there is no torrent. */
export function isFile(url: URL): boolean {
  return /^https?:$/.test(url.protocol) && !url.pathname.endsWith("/");
}

/**
 * Which resolvers may be asked about a host: none if the person does not want it, and of names and
 * addresses that mean something in the own network only, no resolver but those that they chose.
 *
 * @param isKnown whether a torrent came from that host before
 */
export function resolversFor(
  host: string,
  isKnown: boolean,
  settings: Settings,
  publicResolver: string,
): readonly string[] {
  const wanted = settings.lookUp === "always" || (settings.lookUp === "known" && isKnown);
  if (!wanted || !isOnFor(host, settings)) {
    return [];
  }
  return isLocal(host)
    ? settings.resolvers.filter((resolver) => resolver !== publicResolver)
    : settings.resolvers;
}

const LOCAL = /(^|\.)(localhost|local|internal|lan|home|corp|intranet|home\.arpa|onion|test)$/;

function isLocal(host: string): boolean {
  const isAddress = host.startsWith("[") || /^[0-9.]+$/.test(host);
  return isAddress || !host.includes(".") || LOCAL.test(host);
}
