import type { Settings } from "./settings.ts";

/** A rule of declarativeNetRequest, as far as it is used here. */
export interface HeaderRule {
  readonly id: number;
  readonly priority: number;
  readonly action: {
    readonly type: "modifyHeaders" | "allow";
    readonly requestHeaders?: readonly HeaderChange[];
  };
  readonly condition: Condition;
}

interface HeaderChange {
  readonly header: string;
  readonly operation: "append" | "set" | "remove";
  readonly value?: string;
}

interface Condition {
  readonly resourceTypes: readonly string[];
  readonly requestMethods?: readonly string[];
  readonly urlFilter?: string;
  readonly requestDomains?: readonly string[];
  readonly excludedRequestDomains?: readonly string[];
  readonly initiatorDomains?: readonly string[];
}

const FRAMES = ["main_frame", "sub_frame"];
const ASK = 1;
const EXCEPT = 2;
const PLAIN = 3;

/** Rules that add the coding `torrent` to what the browser accepts, and hide who asks resolvers. */
export function rulesFor(settings: Settings, ownHost: string, isFirefox: boolean): HeaderRule[] {
  const rules = settings.on ? [...asking(settings, isFirefox), ...exceptions(settings)] : [];
  const all = [...rules, ...settings.resolvers.map((url) => withoutOrigin(url, ownHost))];
  return all.map((rule, index) => ({ ...rule, id: index + 1 }));
}

type Rule = Omit<HeaderRule, "id">;

function asking(settings: Settings, isFirefox: boolean): Rule[] {
  const domains = settings.sites === "all" ? {} : { requestDomains: settings.allowed };
  if (settings.sites === "allowed" && settings.allowed.length === 0) {
    return [];
  }
  const frames = acceptEncoding("append", "torrent", { ...domains, resourceTypes: FRAMES });
  return isFirefox ? [frames] : [frames, ...chromiumDownloads(domains)];
}

/** Where a site leads to `<a download>`, append would lose the browser's own list. */
function chromiumDownloads(domains: Partial<Condition>): Rule[] {
  const resourceTypes = ["other"];
  return [
    acceptEncoding("set", "gzip, deflate, torrent", {
      ...domains,
      resourceTypes,
      urlFilter: "|http:",
    }),
    acceptEncoding("set", "gzip, deflate, br, zstd, torrent", {
      ...domains,
      resourceTypes,
      urlFilter: "|https:",
    }),
  ];
}

function acceptEncoding(operation: "append" | "set", value: string, condition: Condition): Rule {
  return {
    priority: ASK,
    action: {
      type: "modifyHeaders",
      requestHeaders: [{ header: "accept-encoding", operation, value }],
    },
    condition: { ...condition, requestMethods: ["get"] },
  };
}

/** A denied host is passed over; the allowed ones below it are asked again by a rule of their own. */
function exceptions(settings: Settings): Rule[] {
  if (settings.denied.length === 0) {
    return [];
  }
  const within = settings.allowed.filter((host) =>
    settings.denied.some((denied) => host.endsWith(`.${denied}`)),
  );
  return [
    {
      priority: EXCEPT,
      action: { type: "allow" },
      condition: {
        resourceTypes: [...FRAMES, "other"],
        requestDomains: settings.denied,
        ...(within.length > 0 ? { excludedRequestDomains: within } : {}),
      },
    },
  ];
}

/** In Firefox the Origin field of an extension tells one installation from all others. */
function withoutOrigin(resolver: string, ownHost: string): Rule {
  return {
    priority: ASK,
    action: {
      type: "modifyHeaders",
      requestHeaders: [{ header: "origin", operation: "remove" }],
    },
    condition: {
      resourceTypes: ["xmlhttprequest"],
      initiatorDomains: [ownHost],
      urlFilter: filterFor(resolver),
    },
  };
}

/** A rule by which one URL is asked for as if the extension were not there. */
export function plainRule(id: number, url: string): HeaderRule {
  return {
    id,
    priority: PLAIN,
    action: { type: "allow" },
    condition: { resourceTypes: [...FRAMES, "other"], urlFilter: filterFor(url) },
  };
}

/** A filter that covers the URL; characters that filters give a meaning match anything. */
function filterFor(url: string): string {
  return `|${url.replace(/[*^|]/g, "*")}|`;
}
