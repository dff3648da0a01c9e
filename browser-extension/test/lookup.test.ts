import assert from "node:assert/strict";
import { test } from "node:test";
import { resolver, type Ask } from "../src/dns/doh.ts";
import { lookUp } from "../src/dns/lookup.ts";
import { MalformedMessage, txtQuery } from "../src/dns/message.ts";

const URL_OF_FILE = new URL("http://dl.example.org/pub/myfile.tar.gz");
const NAME = "438296e855494825557824b691a09d06a86a21f1._torrent.dl.example.org";
const TORRENT = ["ZDE6YTE6YmU="];

function answering(records: Readonly<Record<string, readonly string[][]>>, asked: string[]): Ask {
  return async (name) => {
    asked.push(name);
    const found = records[name];
    return found === undefined ? { kind: "none" } : { kind: "records", records: found };
  };
}

test("the name of the URL is asked for", async () => {
  const asked: string[] = [];
  const found = await lookUp(URL_OF_FILE, ["https://a/"], () => answering({ [NAME]: [TORRENT] }, asked));
  assert.equal(found.kind, "torrent");
  assert.deepEqual(asked, [NAME]);
});

test("other spellings of the URL are asked for until one is known", async () => {
  const asked: string[] = [];
  const url = new URL(`${URL_OF_FILE.href}?from=a%20mirror`);
  const found = await lookUp(url, ["https://a/"], () => answering({ [NAME]: [TORRENT] }, asked));
  assert.equal(found.kind, "torrent");
  assert.equal(asked.length, 2);
  assert.equal(asked[1], NAME);
});

test("the next resolver is asked only if one knows nothing", async () => {
  const asked: string[] = [];
  const byHost: Readonly<Record<string, Ask>> = {
    "https://silent/": async () => Promise.reject(new Error("no answer")),
    "https://broken/": async () => ({ kind: "failed", rcode: 2 }),
    "https://knows/": answering({}, asked),
    "https://never/": async () => assert.fail("asked in vain"),
  };
  const found = await lookUp(URL_OF_FILE, Object.keys(byHost), (url) => byHost[url] ?? assert.fail(url));
  assert.equal(found.kind, "nothing");
  assert.deepEqual(asked, [NAME]);
});

test("the next resolver is asked if records make no whole torrent", async () => {
  const broken = [["v=bt1;n=9;h=0123456789abcdef;s=2"]];
  const byHost: Readonly<Record<string, Ask>> = {
    "https://old/": answering({ [NAME]: broken }, []),
    "https://new/": answering({ [NAME]: [TORRENT] }, []),
  };
  const ask = (url: string): Ask => byHost[url] ?? assert.fail(url);
  const found = await lookUp(URL_OF_FILE, Object.keys(byHost), ask);
  assert.equal(found.kind, "torrent");
  const alone = await lookUp(URL_OF_FILE, ["https://old/"], ask);
  assert.deepEqual(alone, {
    kind: "nothing",
    why: "Some of the torrent's records are missing or wrong.",
  });
});

test("records of others hide nothing", async () => {
  const records = [["ZDNet-site-verification=1"], ["v=bt1;m=nonsense"], TORRENT];
  const found = await lookUp(URL_OF_FILE, ["https://a/"], () => answering({ [NAME]: records }, []));
  assert.equal(found.kind, "torrent");
});

test("a host may have an underscore", async () => {
  const name = NAME.replace("dl.example.org", "my_files.example.org");
  const url = new URL("http://my_files.example.org:8080/pub/myfile.tar.gz");
  const found = await lookUp(url, ["https://a/"], () => answering({ [name]: [TORRENT] }, []));
  assert.equal(found.kind, "torrent");
  assert.ok(txtQuery(name).length > name.length);
});

test("the names of a split torrent are asked for, and no more", async () => {
  const asked: string[] = [];
  const base = [["v=bt1;n=9;h=0123456789abcdef;s=3"]];
  await lookUp(URL_OF_FILE, ["https://a/"], () => answering({ [NAME]: base }, asked));
  assert.deepEqual(asked, [NAME, `1.${NAME}`, `2.${NAME}`, `3.${NAME}`]);
});

test("a resolver is asked as RFC 8484 says, without cookies", async () => {
  const seen: RequestInit[] = [];
  const fetcher = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    seen.push(init ?? {});
    const body = txtQuery("a.example");
    body[2] = 0x81;
    return new Response(body as Uint8Array<ArrayBuffer>, {
      headers: { "content-type": "application/dns-message" },
    });
  };
  assert.deepEqual(await resolver("https://a/dns-query", fetcher)("a.example"), { kind: "none" });
  assert.equal(seen[0]?.method, "POST");
  assert.equal(seen[0]?.credentials, "omit");
  assert.deepEqual(seen[0]?.body, txtQuery("a.example"));
});

test("answers of another type, of an error and too long ones are refused", async () => {
  const type = { "content-type": "application/dns-message" };
  const bad = [
    new Response("<html>", { headers: { "content-type": "text/html" } }),
    new Response("", { status: 502, headers: type }),
    new Response(new Uint8Array(70_000), { headers: type }),
  ];
  for (const response of bad) {
    const ask = resolver("https://a/dns-query", async () => response);
    await assert.rejects(ask("a.example"), MalformedMessage);
  }
});
