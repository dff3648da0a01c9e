/** The options: what is changed is kept at once. */
import { DEFAULTS, settingsOf, type Settings } from "../decide/settings.ts";
import * as ext from "../ext.ts";
import { choose, chosen } from "../memory/chosen.ts";
import { forgetAll } from "../memory/torrents.ts";
import { element, localize } from "./dom.ts";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

localize();
const form = element<HTMLFormElement>("form");
const status = element("status");
show(await chosen());
form.addEventListener("change", () => void keep());
form.addEventListener("submit", (event) => event.preventDefault());
element("forget").addEventListener("click", () => {
  void forgetAll().then(() => say(ext.text("options_forgotten")));
});
element("version").textContent = ext.text("options_version", ext.version());

function fields(): Field[] {
  return [...form.querySelectorAll<Field>("[name]")];
}

function show(settings: Settings): void {
  for (const field of fields()) {
    const value = settings[field.name as keyof Settings];
    if (field instanceof HTMLInputElement) {
      field.checked = value === true || value === "auto";
    } else {
      field.value = Array.isArray(value) ? value.join("\n") : String(value);
    }
  }
}

/** Keeps what is right, and shows it as it is kept; says which lines were wrong. */
async function keep(): Promise<void> {
  const written = Object.fromEntries(fields().map((field) => [field.name, valueOf(field)]));
  const settings = settingsOf(written);
  const lost = lostLines(written, settings);
  const isWithout = settings.resolvers.length === 0 && settings.lookUp !== "never";
  const kept = isWithout ? { ...settings, resolvers: DEFAULTS.resolvers } : settings;
  await choose(kept);
  show(kept);
  say(lost.length === 0 ? ext.text("options_kept") : ext.text("options_wrong", lost.join(", ")));
}

function valueOf(field: Field): unknown {
  if (field instanceof HTMLInputElement) {
    return field.name === "helper" ? (field.checked ? "auto" : "never") : field.checked;
  }
  if (field instanceof HTMLTextAreaElement) {
    return lines(field.value);
  }
  return typeof DEFAULTS[field.name as keyof Settings] === "number" ? Number(field.value) : field.value;
}

function lines(text: string): string[] {
  return text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function lostLines(written: Record<string, unknown>, settings: Settings): string[] {
  return Object.entries(written).flatMap(([name, value]) => {
    const alone = (line: string): boolean => {
      const kept = settingsOf({ [name]: [line] })[name as keyof Settings];
      return Array.isArray(kept) && kept.length === 0;
    };
    return Array.isArray(value) && Array.isArray(settings[name as keyof Settings])
      ? (value as string[]).filter(alone)
      : [];
  });
}

function say(text: string): void {
  status.textContent = text;
}
