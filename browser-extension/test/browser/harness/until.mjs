import { setTimeout as pause } from "node:timers/promises";

const EVERY = 50;

/**
 * Waits until a condition holds, and returns what it returned. The condition may be asynchronous;
 * it holds when its value is neither false, null, undefined, 0 nor "".
 *
 * @param what names the condition in the message when it does not hold in time
 * @param within milliseconds
 */
export async function until(what, condition, within = 60_000) {
  const end = Date.now() + within;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${within / 1000} s in vain: ${what}`);
    }
    await pause(EVERY);
  }
}
