import type { Words } from "../download/download.ts";
import de from "./words/de.json";
import en from "./words/en.json";

/** The words of pages that are no extension's, in the first of a person's languages that there is. */
export function wordsOf(languages: readonly string[]): { readonly words: Words; readonly language: string } {
  const language = languages.map((name) => name.slice(0, 2).toLowerCase()).find((name) => name === "en" || name === "de");
  const table: Readonly<Record<string, string>> = language === "de" ? de : en;
  return { words: (key, ...values) => fill(table[key] ?? key, values), language: language ?? "en" };
}

/** Puts values where $1 to $9 stand; what they hold is not looked at again. */
function fill(text: string, values: readonly string[]): string {
  return text.replace(/\$([1-9])/g, (_whole, digit: string) => values[Number(digit) - 1] ?? "");
}
