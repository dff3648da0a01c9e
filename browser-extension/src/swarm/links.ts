import { Panel, type PanelOptions } from "./panel.ts";

/**
 * Puts a button beside each marked link of a publisher's page: <a href="/file.iso" data-spillway>.
 * Everything is in shadow trees with a stylesheet of their own, so neither page changes the other.
 */
export function upgradeLinks(root: Document, options: Omit<PanelOptions, "url" | "named">): void {
  for (const link of root.querySelectorAll<HTMLAnchorElement>("a[data-spillway][href]")) {
    const url = new URL(link.href);
    url.hash = "";
    if (url.origin === location.origin && url.search === "") {
      link.after(widget(url.href, link, options));
    }
  }
}

function widget(url: string, link: HTMLElement, options: Omit<PanelOptions, "url" | "named">): HTMLElement {
  const host = document.createElement("span");
  host.className = "spillway-link";
  const shadow = host.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("./swarm.css", import.meta.url).href;
  const badge = document.createElement("button");
  badge.type = "button";
  badge.className = "spillway-badge";
  badge.textContent = options.words("swarm_start");
  badge.setAttribute("aria-label", options.words("swarm_link", link.textContent?.trim() ?? ""));
  const place = document.createElement("div");
  shadow.append(style, badge, place);
  badge.addEventListener("click", () => {
    badge.hidden = true;
    host.classList.add("open");
    new Panel(place, { ...options, url, named: true }).focus();
  });
  return host;
}
