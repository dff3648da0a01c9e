import type { Ask, Ended } from "../engine/messages.ts";
import * as ext from "../ext.ts";
import { chosen } from "../memory/chosen.ts";
import { fileName } from "../torrent/fits.ts";

/** The number on the button in the toolbar, which people see while no page of ours is open. */
export async function showProgress({ active, percent }: Ask & { type: "progress" }): Promise<void> {
  const title =
    active === 0 ? ext.text("name") : ext.text("badge_title", String(active), String(percent));
  await ext.showBadge(active === 0 ? "" : `${percent}%`, title);
}

/** Tells of a download that is done, or failed. */
export async function tellEnd({ id, name, failure }: Ended): Promise<void> {
  const { notify } = await chosen();
  if (notify) {
    const title = ext.text(failure === "" ? "notice_done" : "notice_failed");
    await ext.notify(id, title, failure === "" ? name : `${name}: ${failure}`);
  }
}

/** Tells of a takeover, as the page where the person clicked stays as it is. */
export async function tellTaken(url: string): Promise<void> {
  const { notify } = await chosen();
  if (notify) {
    await ext.notify(`taken ${url}`, ext.text("notice_taken"), fileName(new URL(url)));
  }
}
