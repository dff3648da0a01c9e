import assert from "node:assert/strict";
import { test } from "node:test";
import {
  canFailOver,
  reasonOfDownload,
  reasonOfError,
  reasonOfStatus,
  resolversFor,
} from "../src/decide/failover.ts";
import { negotiatedTorrent } from "../src/decide/ours.ts";
import type { Answer } from "../src/decide/request.ts";
import { plainRule, rulesFor } from "../src/decide/rules.ts";
import { DEFAULT_RESOLVER, DEFAULTS, settingsOf, type Settings } from "../src/decide/settings.ts";
import { hostOf } from "../src/decide/host.ts";
import { isOnFor, withHost } from "../src/decide/sites.ts";

const FILE = "http://dl.example.org/pub/file.iso";

function answer(changes: Partial<Answer>, fields: Readonly<Record<string, string>>): Answer {
  const given = {
    "content-type": "application/x-bittorrent",
    "content-location": `${FILE}?torrent`,
    ...fields,
  };
  return {
    id: "1",
    url: FILE,
    method: "GET",
    type: "main_frame",
    tabId: 1,
    isOwn: false,
    incognito: false,
    status: 200,
    fields: new Map(Object.entries(given)),
    ...changes,
  };
}

test("ours is the torrent whose Content-Location differs from the URL", () => {
  const of = (changes: Partial<Answer>, fields: Readonly<Record<string, string>> = {}): string | undefined =>
    negotiatedTorrent(answer(changes, fields));
  assert.equal(of({}), `${FILE}?torrent`);
  assert.equal(of({}, { "content-location": "/pub/file.iso?torrent" }), `${FILE}?torrent`);
  assert.equal(of({ url: "http://10.0.0.1/pub/file.iso" }), "http://10.0.0.1/pub/file.iso?torrent");
  assert.equal(of({ url: `${FILE}?torrent` }), undefined);
  assert.equal(of({}, { "content-location": "" }), undefined);
  assert.equal(of({}, { "content-type": "application/x-bittorrent-not" }), undefined);
  assert.equal(of({}, { "content-type": "application/octet-stream" }), undefined);
  assert.equal(of({ status: 206 }), undefined);
  assert.equal(of({ method: "POST" }), undefined);
  const genuine = answer({ url: "http://dl.example.org/file.torrent" }, {});
  const { "content-location": _, ...fields } = Object.fromEntries(genuine.fields);
  assert.equal(negotiatedTorrent({ ...genuine, fields: new Map(Object.entries(fields)) }), undefined);
});

test("the longest name that covers a host decides", () => {
  const settings: Settings = { ...DEFAULTS, denied: ["example.org"], allowed: ["dl.example.org"] };
  assert.equal(isOnFor("example.org", settings), false);
  assert.equal(isOnFor("www.example.org", settings), false);
  assert.equal(isOnFor("dl.example.org", settings), true);
  assert.equal(isOnFor("a.dl.example.org", settings), true);
  assert.equal(isOnFor("notexample.org", settings), true);
  assert.equal(isOnFor("else.net", { ...settings, sites: "allowed" }), false);
  assert.equal(isOnFor("else.net", { ...settings, on: false }), false);
});

test("turning a host off and on again leaves no trace", () => {
  const off = withHost(DEFAULTS, "a.example", false);
  assert.deepEqual(off.denied, ["a.example"]);
  assert.deepEqual(withHost(off, "a.example", true), DEFAULTS);
});

test("hosts are read as people write them", () => {
  assert.equal(hostOf("https://Bücher.example/x"), "xn--bcher-kva.example");
  assert.equal(hostOf(" dl.example.org "), "dl.example.org");
  assert.equal(hostOf("no host"), undefined);
});

test("what browsers say of servers that are down is understood", () => {
  assert.equal(reasonOfError("net::ERR_CONNECTION_REFUSED"), "refused");
  assert.equal(reasonOfError("net::ERR_NAME_NOT_RESOLVED"), "name");
  assert.equal(reasonOfError("net::ERR_CERT_DATE_INVALID"), "tls");
  assert.equal(reasonOfError("net::ERR_SSL_PROTOCOL_ERROR"), "tls");
  assert.equal(reasonOfError("net::ERR_CONNECTION_TIMED_OUT"), "silent");
  assert.equal(reasonOfError("NS_ERROR_CONNECTION_REFUSED"), "refused");
  assert.equal(reasonOfError("NS_ERROR_NET_RESET"), "reset");
  assert.equal(reasonOfError("NS_ERROR_UNKNOWN_HOST"), "name");
  assert.equal(reasonOfStatus(503), "unavailable");
  assert.equal(reasonOfDownload("NETWORK_FAILED"), "broken");
  assert.equal(reasonOfDownload("SERVER_CONTENT_LENGTH_MISMATCH"), "broken");
});

test("what is nobody's fault, or the person's will, is left alone", () => {
  const left = ["net::ERR_ABORTED", "net::ERR_BLOCKED_BY_CLIENT", "net::ERR_INTERNET_DISCONNECTED"];
  for (const error of [...left, "NS_BINDING_ABORTED", "NS_ERROR_OFFLINE", "NS_ERROR_ABORT", ""]) {
    assert.equal(reasonOfError(error), undefined, error);
  }
  assert.deepEqual([200, 404, 500, 501, 505].map(reasonOfStatus), Array(5).fill(undefined));
  assert.equal(reasonOfDownload("USER_CANCELED"), undefined);
});

test("only files can be failed over", () => {
  const request = { url: FILE, method: "GET", type: "main_frame" } as const;
  assert.equal(canFailOver(request), true);
  assert.equal(canFailOver({ ...request, method: "POST" }), false);
  assert.equal(canFailOver({ ...request, type: "sub_frame" }), false);
  assert.equal(canFailOver({ ...request, url: "http://dl.example.org/" }), false);
});

test("names of the own network are not told to the default resolver", () => {
  const ours = "https://dns.example/dns-query";
  const settings: Settings = { ...DEFAULTS, resolvers: [DEFAULT_RESOLVER, ours] };
  const asked = (host: string): readonly string[] => resolversFor(host, false, settings, DEFAULT_RESOLVER);
  assert.deepEqual(asked("dl.example.org"), [DEFAULT_RESOLVER, ours]);
  for (const host of ["localhost", "nas", "nas.local", "10.0.0.1", "[::1]", "git.corp"]) {
    assert.deepEqual(asked(host), [ours], host);
  }
});

test("nobody is asked if the person does not want it", () => {
  const asked = (changes: Partial<Settings>, isKnown: boolean): readonly string[] =>
    resolversFor("dl.example.org", isKnown, { ...DEFAULTS, ...changes }, DEFAULT_RESOLVER);
  assert.deepEqual(asked({ lookUp: "never" }, true), []);
  assert.deepEqual(asked({ lookUp: "known" }, false), []);
  assert.deepEqual(asked({ lookUp: "known" }, true), [DEFAULT_RESOLVER]);
  assert.deepEqual(asked({ denied: ["example.org"] }, true), []);
});

test("stored settings are checked, one by one", () => {
  assert.deepEqual(settingsOf(undefined), DEFAULTS);
  assert.deepEqual(settingsOf("junk"), DEFAULTS);
  const settings = settingsOf({
    on: "yes",
    patience: 3_600,
    sites: "allowed",
    denied: ["https://a.example/x", 5, "", "a.example"],
    resolvers: ["http://evil.example/", "javascript:x", "http://127.0.0.1:8080", "https://dns.example"],
    stun: ["stun:stun.example.org:3478", "turn:x"],
  });
  assert.deepEqual(settings, {
    ...DEFAULTS,
    sites: "allowed",
    denied: ["a.example"],
    resolvers: ["http://127.0.0.1:8080/dns-query", "https://dns.example/dns-query"],
    stun: ["stun:stun.example.org:3478"],
  });
});

test("rules ask pages and frames, and in Chromium downloads", () => {
  const types = (isFirefox: boolean): string[] =>
    rulesFor(DEFAULTS, "own", isFirefox).map(({ condition }) => condition.resourceTypes.join());
  assert.deepEqual(types(true), ["main_frame,sub_frame", "xmlhttprequest"]);
  assert.deepEqual(types(false), ["main_frame,sub_frame", "other", "other", "xmlhttprequest"]);
});

test("rules ask no host that is off, and nobody if all is off", () => {
  const rules = rulesFor({ ...DEFAULTS, denied: ["a.example"] }, "own", true);
  const except = rules.find(({ action }) => action.type === "allow");
  assert.deepEqual(except?.condition.requestDomains, ["a.example"]);
  assert.ok((except?.priority ?? 0) > (rules[0]?.priority ?? 0));
  const off = rulesFor({ ...DEFAULTS, on: false }, "own", true);
  assert.deepEqual(off.flatMap(({ action }) => action.requestHeaders ?? []).map((it) => it.header), ["origin"]);
  assert.equal(rulesFor({ ...DEFAULTS, sites: "allowed" }, "own", true).length, 1);
});

test("a URL with characters that filters know is covered all the same", () => {
  assert.equal(plainRule(7, "http://a/b*c|d").condition.urlFilter, "|http://a/b*c*d|");
});
