import { plainRule } from "../decide/rules.ts";
import * as ext from "../ext.ts";

const FIRST_RULE = 1000;

/** Gets files as if the extension were not there: the browser asks for them without the coding. */
export class PlainFiles {
  private next = FIRST_RULE;

  /** Returns as soon as the browser has begun with the download. */
  async get(url: string): Promise<void> {
    const rule = plainRule(this.next++, url);
    await ext.addPassingRule(rule);
    try {
      await ext.download(url);
    } finally {
      await ext.removePassingRule(rule.id);
    }
  }
}
