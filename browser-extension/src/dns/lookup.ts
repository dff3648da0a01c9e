import { resolver, type Ask } from "./doh.ts";
import type { Txt, TxtAnswer } from "./message.ts";
import { fallbackNames } from "./name.ts";
import { contentOf, join, type Content, type SplitSet } from "./records.ts";

/** So many names are asked for at a time. */
const PARALLEL = 8;

/** The longest torrent that is put together, in bytes. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Asks DNS for the torrent of a URL: one resolver after the other, until one knows whether there
 * is one, and also if a resolver has records that make no whole torrent, as caches have that keep
 * old ones beside new ones. Never throws: a resolver that is wrong or silent counts as one that knows nothing.
 */
export async function lookUp(
  url: URL,
  resolvers: readonly string[],
  asker: (resolver: string) => Ask = resolver,
): Promise<Content> {
  const names = await fallbackNames(url);
  let why = "No resolver may be asked.";
  for (const each of resolvers) {
    try {
      const content = await contentAtAny(names, asker(each));
      if (content?.kind === "nothing" && content.isBroken) {
        why = content.why;
      } else if (content !== undefined) {
        return content;
      }
    } catch (error) {
      why = `${new URL(each).host}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return { kind: "nothing", why };
}

/** Tries one spelling of the URL after the other. Undefined if the resolver knows nothing. */
async function contentAtAny(names: readonly string[], ask: Ask): Promise<Content | undefined> {
  let last: Content | undefined;
  for (const name of names) {
    last = await contentAt(name, ask);
    if (last?.kind !== "nothing") {
      return last;
    }
  }
  return last;
}

/** Undefined if the resolver knows nothing. */
async function contentAt(name: string, ask: Ask): Promise<Content | undefined> {
  const answer = await ask(name);
  if (answer.kind === "failed") {
    return undefined;
  }
  const content = await contentOf(recordsOf(answer));
  return content.kind === "split" ? joined(name, content.sets, ask) : content;
}

async function joined(name: string, sets: readonly SplitSet[], ask: Ask): Promise<Content> {
  const parts = Math.max(...sets.map((set) => set.parts));
  const records: Txt[] = [];
  let size = 0;
  for (let part = 1; part <= parts && size <= MOST_BYTES; part += PARALLEL) {
    const names = Array.from(
      { length: Math.min(PARALLEL, parts - part + 1) },
      (_, index) => `${part + index}.${name}`,
    );
    const found = (await Promise.all(names.map(ask))).flatMap(recordsOf);
    records.push(...found);
    size += found.flat().reduce((sum, text) => sum + text.length, 0);
  }
  return join(sets, records);
}

function recordsOf(answer: TxtAnswer): readonly Txt[] {
  return answer.kind === "records" ? answer.records : [];
}
