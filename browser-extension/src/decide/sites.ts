import type { Settings } from "./settings.ts";

/** Whether the extension is on for a host: the longest name in the two lists that covers it decides. */
export function isOnFor(host: string, settings: Settings): boolean {
  if (!settings.on) {
    return false;
  }
  const allowed = longest(host, settings.allowed);
  const denied = longest(host, settings.denied);
  return settings.sites === "all" ? denied === 0 || allowed > denied : allowed > denied;
}

/** The settings with the extension turned on or off for one host. */
export function withHost(settings: Settings, host: string, on: boolean): Settings {
  const others = (list: readonly string[]): string[] => list.filter((it) => it !== host);
  const cleared = { ...settings, allowed: others(settings.allowed), denied: others(settings.denied) };
  if (isOnFor(host, { ...cleared, on: true }) === on) {
    return cleared;
  }
  return on
    ? { ...cleared, allowed: [...cleared.allowed, host] }
    : { ...cleared, denied: [...cleared.denied, host] };
}

function longest(host: string, names: readonly string[]): number {
  const lengths = names.filter((name) => covers(name, host)).map((name) => name.length);
  return Math.max(0, ...lengths);
}

function covers(name: string, host: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}
