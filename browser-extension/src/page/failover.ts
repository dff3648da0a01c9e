/** Stands in the place of an error page: the server is down, and here is where the file can be had. */
import { ask as tell } from "../engine/messages.ts";
import * as ext from "../ext.ts";
import { recall } from "../memory/torrents.ts";
import { torrentFor } from "../torrent/fits.ts";
import type { Metainfo } from "../torrent/metainfo.ts";
import { element, localize, make } from "./dom.ts";
import { Amounts } from "./amounts.ts";
import { ALL, DownloadList } from "./list.ts";
import { ask, sourcesOf, type Found, type Source } from "./sources.ts";

/** The plain file is what cannot be had. */
const OFFERS = ALL.filter((command) => command !== "plain");
const REASONS = ["refused", "reset", "name", "tls", "unavailable", "silent", "broken"];

localize();
const query = new URLSearchParams(location.search);
const url = query.get("url") ?? "";
const reason = REASONS.find((it) => it === query.get("reason")) ?? "refused";
if (/^https?:/.test(url) && URL.canParse(url)) {
  await show(url);
}

async function show(url: string): Promise<void> {
  const remembered = await recall(url);
  const fit = remembered === undefined ? undefined : torrentFor(remembered.torrent, url);
  element("title").textContent = ext.text("failover_title", new URL(url).host);
  element("what").textContent = ext.text(`failover_${reason}`);
  element("original").addEventListener("click", () => void tell({ type: "original", url }));
  if (remembered === undefined || fit?.kind !== "fits") {
    element("offer").hidden = true;
    return;
  }
  const { metainfo } = fit;
  element("origin").textContent = ext.text(`failover_from_${remembered.from}`);
  element("file").textContent = metainfo.name;
  element("size").textContent = new Amounts(ext.text("locale")).bytes(metainfo.length);
  element("save").addEventListener("click", () => save(remembered.torrent, metainfo.name));
  element("start").addEventListener("click", () => void start(url));
  new DownloadList(element("downloads"), { only: url, offers: OFFERS, onCount: showStarted }).start();
  await showSources(metainfo);
}

async function start(url: string): Promise<void> {
  showStarted(1);
  await tell({ type: "start", url });
}

/** The download itself takes the place of its offer. */
function showStarted(count: number): void {
  element("offer").hidden = count > 0;
}

function save(torrent: Uint8Array, name: string): void {
  const type = "application/x-bittorrent";
  const file = URL.createObjectURL(new Blob([torrent as Uint8Array<ArrayBuffer>], { type }));
  void ext.saveAs(file, `${name}.torrent`);
}

async function showSources(metainfo: Metainfo): Promise<void> {
  const known = sourcesOf(metainfo).map((source) => showSource(source, metainfo.name));
  const found = await Promise.all([...known, showHelper(metainfo.name)]);
  element("none").hidden = found.includes("there");
}

async function showHelper(name: string): Promise<Found> {
  const isThere = (await tell({ type: "helper" })) === true;
  return isThere ? showSource({ kind: "helper", host: "", url: "" }, name) : "gone";
}

async function showSource(source: Source, name: string): Promise<Found> {
  const line = lineOf(source);
  const found = await ask(source, name);
  line.dataset["state"] = found;
  line.querySelector("small")?.replaceChildren(ext.text(`source_${found}`));
  return found;
}

function lineOf(source: Source): HTMLElement {
  const line = make("li", "source");
  line.dataset.state = "asking";
  line.append(
    make("span", "source-name", ext.text(`source_${source.kind}`, source.host)),
    make("small", "", ext.text("source_asking")),
  );
  element("sources").append(line);
  return line;
}
