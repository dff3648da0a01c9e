import { Spillway } from "./spillway.mjs";

/** The nodes of one site, by what stands for them in the tests. */
const NAMED = { host: "dl.example.org", port: 8080 };
const OTHER = { host: "dl2.example.org", port: 8081 };

export const SITE = `http://${NAMED.host}:${NAMED.port}`;
export const OTHER_SITE = `http://${OTHER.host}:${OTHER.port}`;

/** Over plain HTTP only resolvers on this machine are asked, so the other node listens there, too. */
export const RESOLVER = `http://127.0.0.1:${OTHER.port}/dns-query`;

/** The announce URLs of both nodes, which browsers can use. */
const TRACKERS = [SITE, OTHER_SITE].map((url) => `${url.replace("http", "ws")}/announce`);

/** Starts the node that the links name. Its torrents name what the other node can do, too. */
export function startNamed(scene, root, config = {}) {
  return Spillway.start(scene, root, { ...NAMED, config: { ...shared([SITE, OTHER_SITE]), ...config } });
}

/** Starts a node that serves the same content tree and answers for the other's host in DNS. */
export function startOther(scene, root, config = {}) {
  const own = { "http.host": "0.0.0.0", "dns.zone": NAMED.host };
  return Spillway.start(scene, root, { ...OTHER, config: { ...shared([SITE, OTHER_SITE]), ...own, ...config } });
}

/** What both nodes must be told alike, so that their torrents are the same. */
const shared = (seeds) => ({
  "http.seed-urls": seedUrls(seeds),
  "tracker.public-urls": TRACKERS.join(","),
});

/** The web seeds of nodes as "http.seed-urls" has them. */
export function seedUrls(sites) {
  return sites.map((site) => `${site}/seed/`).join(",");
}
