// How webtorrent is bundled: without what a download here has no use for (it is a third of the size).

/** Packages and files of webtorrent that are replaced by a function that does nothing. */
const UNUSED = [
  "create-torrent", // makes torrents
  "range-parser", "escape-html", "mime/lite.js", "./lib/server.js", "./file-iterator.js", // serves files to pages
  "fsa-chunk-store", "fs-chunk-store", "memory-chunk-store", "cache-chunk-store", "chunk-store-iterator", // stores: ours writes
  "./webconn.js", "cross-fetch-ponyfill", "join-async-iterator", // web seeds: ours asks
  "bittorrent-lsd", "debug",
];

/** What is used of Node's path: names are joined at start, and never opened. */
const PATH = "export const sep = '/'; export const join = (...parts) => parts.join(sep); export default { sep, join };";

/** A function that returns itself; mime's getType is asked of every file. */
const NOTHING = "function nothing() { return nothing; } nothing.getType = nothing; module.exports = nothing;";

/** An esbuild plugin. */
export const webtorrent = {
  name: "webtorrent",
  setup(build) {
    build.onResolve({ filter: /^[a-z./-]+$/ }, ({ path, importer }) => {
      if (!importer.includes("node_modules")) {
        return undefined;
      }
      return path === "path" || UNUSED.includes(path) ? { path, namespace: "webtorrent" } : undefined;
    });
    build.onLoad({ filter: /./, namespace: "webtorrent" }, ({ path }) => ({ contents: path === "path" ? PATH : NOTHING }));
  },
};

/** What webtorrent expects a bundler to define. */
export const webtorrentDefines = { global: "globalThis", "process.browser": "true", "process.nextTick": "queueMicrotask" };
