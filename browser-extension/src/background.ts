/**
 * The background page: registers for what happens in the browser, at once when it is started, and
 * passes it on. It may be ended at any time, and is started again by what happens next.
 */
import { Failover } from "./background/failover.ts";
import { Helping } from "./background/helping.ts";
import { Intake } from "./background/intake.ts";
import { showProgress, tellEnd } from "./background/notices.ts";
import { PlainFiles } from "./background/plain.ts";
import { Saving } from "./background/saving.ts";
import { Takeover } from "./background/takeover.ts";
import { rulesFor } from "./decide/rules.ts";
import type { Request } from "./decide/request.ts";
import { askOf, type Ask, type Ended } from "./engine/messages.ts";
import * as ext from "./ext.ts";
import { chosen, onChosen } from "./memory/chosen.ts";

const REQUESTS: Request["type"][] = ["main_frame", "sub_frame", "other"];

const intake = new Intake();
const takeover = new Takeover(intake);
const failover = new Failover(intake, chosen);
const plain = new PlainFiles();
const saving = new Saving();
const helping = new Helping(plain, (end) => void onEnd(end));

ext.onRequest(REQUESTS, (request) => failover.onRequest(request));
ext.onAnswer(REQUESTS, (answer) => {
  failover.onAnswer(answer);
  return takeover.onAnswer(answer);
});
ext.onFailure(["main_frame"], (failure) => failover.onFailure(failure));
ext.onDownload((download) => void takeover.onDownload(download));
ext.onDownloadEnd((download) => {
  saving.onDownloadEnd(download);
  void failover.onDownloadEnd(download);
});
ext.onNotificationClick(() => void ext.openPage("downloads.html"));
ext.onMessage(async (message, tabId) => {
  const ask = askOf(message);
  return ask === undefined ? undefined : answer(ask, tabId);
});
ext.onStartup(() => void wake());
ext.onInstalled((isNew) => {
  void setRules();
  void wake();
  if (isNew) {
    void ext.openPage("welcome.html");
  }
});
onChosen(() => void setRules());

async function setRules(): Promise<void> {
  await ext.setRules(rulesFor(await chosen(), ext.ownHost(), ext.isFirefox));
}

/** Has everything that downloads go on with what it has. */
async function wake(): Promise<void> {
  await Promise.all([intake.openEngine(), helping.resume()]);
}

async function answer(ask: Ask, tabId: number | undefined): Promise<unknown> {
  switch (ask.type) {
    case "settings":
      return chosen();
    case "open-engine":
      return wake();
    case "close-engine":
      return ext.closeHiddenPage();
    case "start":
      return intake.take(ask.url, "");
    case "save":
      return saving.save(ask.url, ask.name);
    case "show":
      return saving.show(ask.name);
    case "plain":
      return plain.get(ask.url);
    case "original":
      return tabId === undefined ? undefined : failover.showOriginal(ask.url, tabId);
    case "progress":
      return showProgress(ask);
    case "ended":
      return onEnd(ask);
    case "helper":
      return helping.isThere();
    case "helper-start":
      return helping.start(ask);
  }
}

/** A download of ours is done, or failed. */
async function onEnd(end: Ended): Promise<void> {
  await Promise.all([tellEnd(end), failover.onEnd(end)]);
}
