import * as ext from "../ext.ts";

/** Elements of a page, which its HTML has for certain. */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`The page has no element “${id}”.`);
  }
  return found as T;
}

/**
 * Puts the texts of the person's language where `data-text` or `data-label` names one; `data-value`
 * is what stands for $1 in it.
 */
export function localize(): void {
  document.documentElement.lang = ext.text("locale");
  for (const node of document.querySelectorAll<HTMLElement>("[data-text]")) {
    node.textContent = ext.text(node.dataset.text ?? "", node.dataset.value ?? "");
  }
  for (const node of document.querySelectorAll<HTMLElement>("[data-label]")) {
    const label = ext.text(node.dataset.label ?? "");
    node.setAttribute("aria-label", label);
    node.title = label;
  }
}

/** An element with text, which is never read as HTML. */
export function make(tag: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}
