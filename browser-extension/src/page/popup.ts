/** What the button in the toolbar opens: whether this site is asked, and the latest downloads. */
import { hostOf } from "../decide/host.ts";
import { isOnFor, withHost } from "../decide/sites.ts";
import * as ext from "../ext.ts";
import { choose, chosen } from "../memory/chosen.ts";
import { element, localize } from "./dom.ts";
import { DownloadList, FEW } from "./list.ts";

const SHOWN = 4;

localize();
new DownloadList(element("downloads"), { most: SHOWN, offers: FEW, onCount: showEmpty }).start();
element("open").addEventListener("click", () => void leaveFor("downloads.html"));
element("options").addEventListener("click", () => void leaveFor("options.html"));
await showSite();

function showEmpty(count: number): void {
  element("empty").hidden = count > 0;
}

async function leaveFor(page: string): Promise<void> {
  await ext.openPage(page);
  window.close();
}

async function showSite(): Promise<void> {
  const url = (await ext.activeTab())?.url ?? "";
  const host = /^https?:/.test(url) ? hostOf(url) : undefined;
  if (host === undefined) {
    return;
  }
  const toggle = element<HTMLInputElement>("site-on");
  element("site").hidden = false;
  element("host").textContent = host;
  await showState(host, toggle);
  toggle.addEventListener("change", () => void turn(host, toggle));
}

async function turn(host: string, toggle: HTMLInputElement): Promise<void> {
  const settings = await chosen();
  await choose({ ...withHost(settings, host, toggle.checked), on: settings.on || toggle.checked });
  await showState(host, toggle);
}

async function showState(host: string, toggle: HTMLInputElement): Promise<void> {
  const isOn = isOnFor(host, await chosen());
  toggle.checked = isOn;
  element("site-state").textContent = ext.text(isOn ? "popup_on" : "popup_off");
}
