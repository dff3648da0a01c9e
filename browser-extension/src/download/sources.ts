import type { Facts } from "./facts.ts";
import { SeedState } from "./seed-state.ts";

/**
 * The web seeds of a download, told apart by their host: the server that the URL names, and mirrors.
 * The URL itself is the last resort.
 *
 * @param securePage whether the page came over HTTPS: it may then not ask plain HTTP
 */
export function seedsOf(facts: Facts, url: string, securePage: boolean): SeedState[] {
  const host = new URL(url).host;
  const usable = facts.webSeeds.filter((seed) => !securePage || isSecure(new URL(seed)));
  const seeds = usable.map((seed) => new SeedState(seed, new URL(seed).host === host ? "server" : "mirror", false));
  return usable.includes(url) ? seeds : [...seeds, new SeedState(url, "server", true)];
}

function isSecure(url: URL): boolean {
  return url.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
}
