import { MalformedMessage, txtAnswer, txtQuery, type TxtAnswer } from "./message.ts";

/** Asks a resolver over HTTPS for the TXT records of a name. */
export type Ask = (name: string) => Promise<TxtAnswer>;

const TYPE = "application/dns-message";

/** The longest message of DNS. */
const MOST_BYTES = 65_535;

/** How long a resolver may take, in milliseconds. */
const PATIENCE = 6_000;

/**
 * A resolver that is asked by POST (RFC 8484 §4.1). No cookies, no referrer and no cache go with
 * it, and redirects are not followed. What it throws says what was wrong with the answer.
 */
export function resolver(url: string, fetcher: typeof fetch = fetch): Ask {
  return async (name) => {
    const response = await fetcher(url, {
      method: "POST",
      headers: { "content-type": TYPE, accept: TYPE },
      body: txtQuery(name) as Uint8Array<ArrayBuffer>,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const type = response.headers.get("content-type") ?? "";
    if (response.status !== 200 || !type.startsWith(TYPE)) {
      throw new MalformedMessage(`HTTP ${response.status}, ${type || "of no type"}`);
    }
    return txtAnswer(await bounded(response, MOST_BYTES), name);
  };
}

/** The body of an answer, given up as soon as it is too long. */
export async function bounded(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    length += next.value.length;
    if (length > most) {
      await reader?.cancel();
      throw new MalformedMessage(`The answer has more than ${most} bytes.`);
    }
    chunks.push(next.value);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
