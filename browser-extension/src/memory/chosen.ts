import { DEFAULTS, settingsOf, type Settings } from "../decide/settings.ts";
import * as ext from "../ext.ts";

const KEY = "settings";

/** The person's settings, as they are stored now. */
export async function chosen(): Promise<Settings> {
  return settingsOf(await ext.load(KEY));
}

export async function choose(settings: Settings): Promise<void> {
  await ext.save(KEY, settings);
}

export async function chooseDefaults(): Promise<void> {
  await choose(DEFAULTS);
}

export function onChosen(listener: (settings: Settings) => void): void {
  ext.onSaved((key) => {
    if (key === KEY) {
      void chosen().then(listener);
    }
  });
}
