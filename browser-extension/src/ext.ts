/**
 * The one door to the browser's extension API: no other file names it. Firefox and Chromium differ
 * in places, which is hidden here; what passes through are plain values.
 */
import type { Answer, Failure, Request } from "./decide/request.ts";
import type { HeaderRule } from "./decide/rules.ts";

type Api = typeof chrome;
type Headers = readonly chrome.webRequest.HttpHeader[];

const api: Api = (globalThis as { browser?: Api }).browser ?? chrome;

/** Of the URLs that the extension may see; the manifest asks for no others. */
const WEB = ["http://*/*", "https://*/*"];

export const isFirefox = api.runtime.getURL("").startsWith("moz-extension:");

/** The URL of a page of the extension, such as `downloads.html`. */
export function pageUrl(page: string): string {
  return api.runtime.getURL(page);
}

/** The version that the manifest states. */
export function version(): string {
  return api.runtime.getManifest().version;
}

// What happens in the browser

export function onInstalled(listener: (isNew: boolean) => void): void {
  api.runtime.onInstalled.addListener((details) => listener(details.reason === "install"));
}

export function onStartup(listener: () => void): void {
  api.runtime.onStartup.addListener(listener);
}

export function onRequest(types: Request["type"][], listener: (request: Request) => void): void {
  api.webRequest.onBeforeRequest.addListener(
    (details) => {
      listener(requestOf(details));
      return undefined;
    },
    { urls: WEB, types },
  );
}

/**
 * Sees the header fields of each answer. Firefox gives the answer up if the listener returns true;
 * Chromium cannot, and its listener sees the download that the answer becomes, too.
 */
export function onAnswer(types: Request["type"][], listener: (answer: Answer) => boolean): void {
  api.webRequest.onHeadersReceived.addListener(
    (details) => {
      const cancel = listener(answerOf(details));
      return isFirefox && cancel ? { cancel } : undefined;
    },
    { urls: WEB, types },
    isFirefox ? ["blocking", "responseHeaders"] : ["responseHeaders"],
  );
}

export function onFailure(types: Request["type"][], listener: (failure: Failure) => void): void {
  api.webRequest.onErrorOccurred.addListener(
    (details) => listener({ ...requestOf(details), error: details.error }),
    { urls: WEB, types },
  );
}

/** Sees each download of the browser's own as it begins. */
export function onDownload(listener: (download: BrowserDownload) => void): void {
  api.downloads.onCreated.addListener((item) => listener(downloadOf(item)));
}

type Suggest = (suggestion?: chrome.downloads.FilenameSuggestion) => void;

/** Names of files that are being saved, by their URLs: a listener's word counts before them. */
const names = new Map<string, string>();

/**
 * Sees, in Chromium, each download before it has a name, and keeps it without one until what the
 * listener returns is settled. Returns what ends that, which is to happen soon: meanwhile the names
 * that other extensions give to their downloads do not count.
 */
export function watchNaming(
  listener: (download: BrowserDownload) => Promise<void> | undefined,
): () => void {
  const naming = api.downloads.onDeterminingFilename;
  const onNaming = (item: chrome.downloads.DownloadItem, suggest: Suggest): true | undefined => {
    const held = listener(downloadOf(item));
    const filename = names.get(item.url);
    void held?.finally(suggest);
    if (filename !== undefined) {
      suggest({ filename });
    }
    return held === undefined ? undefined : true;
  };
  naming.addListener(onNaming as Parameters<typeof naming.addListener>[0]);
  return () => naming.removeListener(onNaming as Parameters<typeof naming.removeListener>[0]);
}

/** A download of the browser's own that has ended: all of it is there, or it broke off. */
export function onDownloadEnd(listener: (download: BrowserDownload) => void): void {
  const end = (item: chrome.downloads.DownloadItem | undefined): void => {
    if (item !== undefined && item.state !== "in_progress") {
      listener(downloadOf(item));
    }
  };
  api.downloads.onCreated.addListener(end);
  api.downloads.onChanged.addListener(async (delta) => {
    if (delta.state !== undefined) {
      end((await api.downloads.search({ id: delta.id }))[0]);
    }
  });
}

export interface BrowserDownload {
  readonly id: number;
  /** After redirects. */
  readonly url: string;
  readonly state: "in_progress" | "interrupted" | "complete";
  /** What the browser calls the reason, such as `NETWORK_FAILED`; empty unless interrupted. */
  readonly error: string;
  readonly incognito: boolean;
}

function downloadOf(item: chrome.downloads.DownloadItem): BrowserDownload {
  return {
    id: item.id,
    url: item.finalUrl ?? item.url,
    state: item.state,
    error: item.error ?? "",
    incognito: item.incognito,
  };
}

interface Details {
  readonly requestId: string;
  readonly url: string;
  readonly method: string;
  readonly type: string;
  readonly tabId: number;
  readonly initiator?: string | undefined;
  readonly originUrl?: string | undefined;
  readonly incognito?: boolean;
}

function requestOf(details: Details): Request {
  const initiator = details.initiator ?? details.originUrl ?? "";
  return {
    id: details.requestId,
    url: details.url,
    method: details.method,
    type: details.type as Request["type"],
    tabId: details.tabId,
    isOwn: initiator !== "" && pageUrl("").startsWith(initiator.replace(/\/?$/, "/")),
    incognito: details.incognito ?? false,
  };
}

function answerOf(
  details: Details & { statusCode: number; responseHeaders?: Headers | undefined },
): Answer {
  const fields = new Map<string, string>();
  for (const { name, value } of details.responseHeaders ?? []) {
    fields.set(name.toLowerCase(), value ?? "");
  }
  return { ...requestOf(details), status: details.statusCode, fields };
}

// Messages between the extension's own pages

/**
 * Hears what the extension's own pages say. A content script or another extension is not heard:
 * there are none of ours, and a message of theirs is a mistake or an attack.
 */
export function onMessage(
  listener: (message: unknown, tabId: number | undefined) => Promise<unknown>,
): void {
  api.runtime.onMessage.addListener((message: unknown, sender, respond) => {
    const isOwn = sender.id === api.runtime.id && (sender.url ?? "").startsWith(pageUrl(""));
    if (!isOwn) {
      return false;
    }
    listener(message, sender.tab?.id).then(respond, (error: unknown) =>
      respond({ error: String(error) }),
    );
    return true;
  });
}

/** Says something to the background page, and wakes it for that. */
export async function send(message: unknown): Promise<unknown> {
  return api.runtime.sendMessage(message);
}

// Header fields of requests

/** Puts these rules in the place of all before them; they outlive the browser. */
export async function setRules(rules: readonly HeaderRule[]): Promise<void> {
  const old = await api.declarativeNetRequest.getDynamicRules();
  await api.declarativeNetRequest.updateDynamicRules({
    removeRuleIds: old.map((rule) => rule.id),
    addRules: rules.map(asRule),
  });
}

/** Adds a rule, in the place of one with its number; it is gone when the browser ends. */
export async function addPassingRule(rule: HeaderRule): Promise<void> {
  await api.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [rule.id],
    addRules: [asRule(rule)],
  });
}

export async function removePassingRule(id: number): Promise<void> {
  await api.declarativeNetRequest.updateSessionRules({ removeRuleIds: [id] });
}

function asRule(rule: HeaderRule): chrome.declarativeNetRequest.Rule {
  return rule as unknown as chrome.declarativeNetRequest.Rule;
}

/** The host part of the extension's own URLs: what its requests are initiated by. */
export function ownHost(): string {
  return new URL(pageUrl("")).hostname;
}

// Settings

export async function load(key: string): Promise<unknown> {
  return (await api.storage.local.get(key))[key];
}

export async function save(key: string, value: unknown): Promise<void> {
  await api.storage.local.set({ [key]: value });
}

export function onSaved(listener: (key: string) => void): void {
  api.storage.onChanged.addListener((changes, area) => {
    if (area === "local") {
      Object.keys(changes).forEach(listener);
    }
  });
}

// The browser's own downloads

/** Returns the number of the download as soon as it has begun. */
export async function download(url: string): Promise<number> {
  return api.downloads.download({ url });
}

/** Saves what a blob URL stands for; returns the number of the download as soon as it has begun. */
export async function saveAs(url: string, name: string): Promise<number> {
  names.set(url, name);
  try {
    return await api.downloads.download({ url, filename: name });
  } finally {
    names.delete(url);
  }
}

/** Ends a download and leaves nothing of it: no file, no part of one, no line in the list. */
export async function dropDownload(id: number): Promise<void> {
  const nothing = (): void => undefined;
  await api.downloads.cancel(id).catch(nothing);
  await api.downloads.removeFile(id).catch(nothing);
  await api.downloads.erase({ id }).catch(nothing);
}

/** Returns the downloads of a URL that broke off and can be taken up again. */
export async function interruptedDownloads(url: string): Promise<readonly BrowserDownload[]> {
  // Chromium finds none if it is asked for their state.
  const all = (await api.downloads.search({})).map(downloadOf);
  return all.filter((download) => download.url === url && download.state === "interrupted");
}

/** Shows the file in its folder. */
export function showDownload(id: number): void {
  api.downloads.show(id);
}

// Tabs

export interface Tab {
  readonly id: number;
  /** Empty for pages that are not of the web. */
  readonly url: string;
  /** Whether a page opened it, rather than the person. */
  readonly hasOpener: boolean;
  readonly incognito: boolean;
}

/** Undefined if there is no such tab any more. */
export async function tab(id: number): Promise<Tab | undefined> {
  return api.tabs.get(id).then(tabOf, () => undefined);
}

export async function activeTab(): Promise<Tab | undefined> {
  const [active] = await api.tabs.query({ active: true, currentWindow: true });
  return active === undefined ? undefined : tabOf(active);
}

function tabOf(it: chrome.tabs.Tab): Tab {
  return {
    id: it.id ?? -1,
    url: it.pendingUrl ?? it.url ?? "",
    hasOpener: it.openerTabId !== undefined,
    incognito: it.incognito,
  };
}

export async function closeTab(id: number): Promise<void> {
  await api.tabs.remove(id);
}

/** Shows a URL in a tab, in Firefox without a step in its history. */
export async function showInTab(id: number, url: string): Promise<void> {
  const properties = isFirefox ? { url, loadReplace: true } : { url };
  await api.tabs.update(id, properties);
}

/** Opens a page of the extension, or goes to the tab that it is open in. */
export async function openPage(page: string): Promise<void> {
  const url = pageUrl(page);
  const [open] = await api.tabs.query({ url });
  if (open?.id === undefined) {
    await api.tabs.create({ url });
    return;
  }
  await api.tabs.update(open.id, { active: true });
  await api.windows.update(open.windowId, { focused: true });
}

// What the person sees of it

export async function showBadge(text: string, title: string): Promise<void> {
  await api.action.setBadgeBackgroundColor({ color: "#1a6fb4" });
  await api.action.setBadgeText({ text });
  await api.action.setTitle({ title });
}

export async function notify(id: string, title: string, message: string): Promise<void> {
  const iconUrl = pageUrl("icons/128.png");
  await api.notifications.create(id, { type: "basic", iconUrl, title, message });
}

export function onNotificationClick(listener: (id: string) => void): void {
  api.notifications.onClicked.addListener(listener);
}

/** A text of `_locales`, in the person's language. */
export function text(key: string, ...values: string[]): string {
  return api.i18n.getMessage(key, values);
}

// The page that downloads

/**
 * Opens the page that downloads where nobody sees it, unless it is open: in an offscreen document,
 * which outlives the service worker, or in Firefox within the background page, which stays as long
 * as the page calls the browser now and then.
 */
export async function openHiddenPage(page: string): Promise<void> {
  if (isFirefox) {
    openFrame(page);
    return;
  }
  if (await api.offscreen.hasDocument()) {
    return;
  }
  const reasons = ["WEB_RTC", "BLOBS", "WORKERS"] as chrome.offscreen.Reason[];
  const justification = "Downloads from web servers and, over WebRTC, from other browsers.";
  await api.offscreen.createDocument({ url: page, reasons, justification });
}

function openFrame(page: string): void {
  if (document.querySelector("iframe") === null) {
    const frame = document.createElement("iframe");
    frame.src = pageUrl(page);
    document.body.append(frame);
  }
}

export async function closeHiddenPage(): Promise<void> {
  if (isFirefox) {
    document.querySelector("iframe")?.remove();
  } else if (await api.offscreen.hasDocument()) {
    await api.offscreen.closeDocument();
  }
}

// The native helper

export interface NativePort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onEnd(listener: () => void): void;
  close(): void;
}

/** Starts the native messaging host of that name; the port ends at once if there is none. */
export function openNative(host: string): NativePort {
  const port = api.runtime.connectNative(host);
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.onMessage.addListener(listener),
    onEnd: (listener) =>
      port.onDisconnect.addListener(() => {
        void api.runtime.lastError;
        listener();
      }),
    close: () => port.disconnect(),
  };
}
