import assert from "node:assert/strict";
import test from "node:test";
import { SharingEnd, type Later } from "../src/download/sharing-end.ts";

/** Timers that fire when the test says that time passes. */
class Clock {
  private now = 0;
  private readonly timers = new Set<{ at: number; act: () => void }>();

  readonly later: Later = (act, milliseconds) => {
    const timer = { at: this.now + milliseconds, act };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };

  pass(milliseconds: number): void {
    this.now += milliseconds;
    for (const timer of [...this.timers].filter(({ at }) => at <= this.now)) {
      this.timers.delete(timer);
      timer.act();
    }
  }
}

function sharing(): { clock: Clock; end: SharingEnd; ends: () => number } {
  const clock = new Clock();
  let ends = 0;
  return { clock, end: new SharingEnd(() => ends++, clock.later), ends: () => ends };
}

test("sharing goes on at its limit until whoever downloads has the last blocks", () => {
  const { clock, end, ends } = sharing();
  end.reached();
  for (let second = 0; second < 60; second++) {
    clock.pass(1_000);
    end.sent();
    end.reached();
  }
  assert.equal(ends(), 0);
  clock.pass(10_000);
  assert.equal(ends(), 1);
});

test("sharing ends some minutes after its limit, whoever downloads", () => {
  const { clock, end, ends } = sharing();
  end.reached();
  for (let second = 0; second < 299; second++) {
    clock.pass(1_000);
    end.sent();
  }
  assert.equal(ends(), 0);
  clock.pass(1_000);
  assert.equal(ends(), 1);
  clock.pass(600_000);
  assert.equal(ends(), 1);
});

test("sharing has no end before its limit, and none after it was ended", () => {
  const { clock, end, ends } = sharing();
  end.sent();
  clock.pass(600_000);
  end.reached();
  end.cancel();
  clock.pass(600_000);
  assert.equal(ends(), 0);
});
