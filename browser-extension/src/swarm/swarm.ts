import { openDownloads } from "../download/download.ts";

const downloads = await openDownloads({
  save: async () => true,
  words: (key) => key,
});
(globalThis as unknown as Record<string, unknown>).downloads = downloads;
