/** The hidden page that downloads: engine.html, in an offscreen document or the background page. */
import { settingsOf } from "../decide/settings.ts";
import type { Words } from "../download/download.ts";
import { openDownloads } from "../download/downloads.ts";
import * as ext from "../ext.ts";
import { Activity } from "./activity.ts";
import { Channel } from "./channel.ts";
import { Engine } from "./engine.ts";
import { ask } from "./messages.ts";
import { Saver } from "./saver.ts";

const words: Words = (key, ...values) => ext.text(key, ...values);
const channel = new Channel();
const saver = new Saver(channel);
const activity = new Activity();
const { stun, shareRatio, shareMinutes } = settingsOf(await ask({ type: "settings" }));
const downloads = await openDownloads({
  save: (file, name) => saver.save(file, name),
  words,
  iceServers: stun.map((urls) => ({ urls })),
  sharing: { ratio: shareRatio, minutes: shareMinutes },
});
new Engine(downloads, channel, saver, words, activity).start();
activity.start();
