import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

const EVERY = 500;

/**
 * Watches what a process and all that it started hold in memory. Returns a function that ends this
 * and returns the most that was held at one time beyond what was held at the start, in bytes.
 */
export async function watchMemory(pid) {
  const before = await held(pid);
  let most = before;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, await held(pid));
      await pause(EVERY);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return most - before;
  };
}

/** What is shared by several counts in parts, so that the sum is right (PSS). */
async function held(pid) {
  const parts = await Promise.all((await family(pid)).map((each) => proportional(each)));
  return parts.reduce((sum, part) => sum + part, 0);
}

async function proportional(pid) {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return 1024 * Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
}

async function family(root) {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = new Map(await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)])));
  const isOfIt = (pid) => pid === String(root) || (parents.has(pid) && isOfIt(parents.get(pid)));
  return pids.filter(isOfIt);
}

async function parentOf(pid) {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return text.slice(text.lastIndexOf(")") + 2).split(" ")[1] ?? "0";
}
