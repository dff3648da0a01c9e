import { hostOf } from "./host.ts";

/** What the person chose. A value: changed by making another. */
export interface Settings {
  /** Whether anything is asked for, taken over or looked up. */
  readonly on: boolean;
  /** Ask every site, or only those in `allowed`. */
  readonly sites: "all" | "allowed";
  /** Hosts, each with all below it. */
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  /** Of which hosts that do not answer DNS is asked; `known` are those that gave a torrent before. */
  readonly lookUp: "always" | "known" | "never";
  /** After how many seconds without an answer a server counts as down; 0 is never. */
  readonly patience: number;
  /** Whether a download begins without a question when the server is down. */
  readonly startAtOnce: boolean;
  /** DNS over HTTPS, asked in this order (RFC 8484). */
  readonly resolvers: readonly string[];
  /** Whether pieces are passed on to others. */
  readonly share: boolean;
  /** Sharing ends when so many times the file was passed on, or after so many minutes. */
  readonly shareRatio: number;
  readonly shareMinutes: number;
  /** STUN servers for WebRTC; without any, only peers that can be reached directly are found. */
  readonly stun: readonly string[];
  /** Who downloads: the helper program if it is installed, or always the browser. */
  readonly helper: "auto" | "never";
  readonly notify: boolean;
}

/** Quad9: a foundation in Switzerland that keeps no addresses of those who ask. */
export const DEFAULT_RESOLVER = "https://dns.quad9.net/dns-query";

export const DEFAULTS: Settings = {
  on: true,
  sites: "all",
  allowed: [],
  denied: [],
  lookUp: "always",
  patience: 15,
  startAtOnce: false,
  resolvers: [DEFAULT_RESOLVER],
  share: false,
  shareRatio: 1,
  shareMinutes: 60,
  stun: [],
  helper: "auto",
  notify: true,
};

/** The longest patience, in seconds: a background page without work is ended after 30. */
export const MAX_PATIENCE = 25;

const MAX_LIST = 1000;

/** Settings from what was stored; what is missing or impossible there gets its default. */
export function settingsOf(stored: unknown): Settings {
  const from = (typeof stored === "object" ? stored : null) as Record<string, unknown> | null;
  const value = (key: keyof Settings): unknown => from?.[key];
  return {
    on: bool(value("on"), DEFAULTS.on),
    sites: oneOf(value("sites"), ["all", "allowed"], DEFAULTS.sites),
    allowed: list(value("allowed"), hostOf, DEFAULTS.allowed),
    denied: list(value("denied"), hostOf, DEFAULTS.denied),
    lookUp: oneOf(value("lookUp"), ["always", "known", "never"], DEFAULTS.lookUp),
    patience: number(value("patience"), 0, MAX_PATIENCE, DEFAULTS.patience),
    startAtOnce: bool(value("startAtOnce"), DEFAULTS.startAtOnce),
    resolvers: list(value("resolvers"), resolverOf, DEFAULTS.resolvers),
    share: bool(value("share"), DEFAULTS.share),
    shareRatio: number(value("shareRatio"), 0.1, 100, DEFAULTS.shareRatio),
    shareMinutes: number(value("shareMinutes"), 1, 7 * 24 * 60, DEFAULTS.shareMinutes),
    stun: list(value("stun"), stunOf, DEFAULTS.stun),
    helper: oneOf(value("helper"), ["auto", "never"], DEFAULTS.helper),
    notify: bool(value("notify"), DEFAULTS.notify),
  };
}

/** A resolver's URL: https, or http on this machine; undefined if it is none. */
export function resolverOf(text: string): string | undefined {
  if (!URL.canParse(text)) {
    return undefined;
  }
  const url = new URL(text);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && isLocal);
  if (!isSafe || url.username !== "" || url.hash !== "") {
    return undefined;
  }
  url.pathname = url.pathname === "/" ? "/dns-query" : url.pathname;
  return url.href;
}

/** A STUN server such as `stun:stun.example.org:3478`; undefined if it is none. */
export function stunOf(text: string): string | undefined {
  return /^stuns?:[a-z0-9.-]{1,253}(:\d{1,5})?$/i.test(text) ? text : undefined;
}

function bool(value: unknown, otherwise: boolean): boolean {
  return typeof value === "boolean" ? value : otherwise;
}

function number(value: unknown, min: number, max: number, otherwise: number): number {
  return typeof value === "number" && value >= min && value <= max ? value : otherwise;
}

function oneOf<T extends string>(value: unknown, all: readonly T[], otherwise: T): T {
  return all.find((it) => it === value) ?? otherwise;
}

function list(
  value: unknown,
  parse: (text: string) => string | undefined,
  otherwise: readonly string[],
): readonly string[] {
  if (!Array.isArray(value)) {
    return otherwise;
  }
  const parsed = value
    .slice(0, MAX_LIST)
    .map((item) => (typeof item === "string" ? parse(item) : undefined));
  return [...new Set(parsed.filter((item) => item !== undefined))];
}
