/** The page that is shown once, after the extension was installed. */
import type { Settings } from "../decide/settings.ts";
import { choose, chosen } from "../memory/chosen.ts";
import { element, localize } from "./dom.ts";

localize();
const share = input("share");
const lookUp = input("lookUp");
const now = await chosen();
share.checked = now.share;
lookUp.checked = now.lookUp !== "never";
share.addEventListener("change", () => void change({ share: share.checked }));
lookUp.addEventListener("change", () => {
  void change({ lookUp: lookUp.checked ? "always" : "never" });
});
element("done").addEventListener("click", () => window.close());

function input(name: string): HTMLInputElement {
  return document.querySelector(`input[name="${name}"]`) as HTMLInputElement;
}

async function change(changes: Partial<Settings>): Promise<void> {
  await choose({ ...(await chosen()), ...changes });
}
