import assert from "node:assert/strict";
import { test } from "node:test";
import type { DownloadState } from "../src/download/download.ts";
import type { NativePort } from "../src/ext.ts";
import { Helper } from "../src/helper/helper.ts";

/** A helper program that says what the test wants. */
class FakePort implements NativePort {
  readonly posted: unknown[] = [];
  private readonly listeners: ((message: unknown) => void)[] = [];
  private readonly ends: (() => void)[] = [];

  post(message: unknown): void {
    this.posted.push(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.listeners.push(listener);
  }

  onEnd(listener: () => void): void {
    this.ends.push(listener);
  }

  close(): void {}

  say(message: unknown): void {
    this.listeners.forEach((listener) => listener(message));
  }

  end(): void {
    this.ends.forEach((listener) => listener());
  }
}

const START = { type: "helper-start", id: "a-1", url: "http://h/f", torrent: "ZGU=", share: false } as const;
const HELLO = { type: "hello", version: "0.1.0", folder: "/home/u/Downloads" };

test("a download goes to the program as soon as it said hello", async () => {
  const port = new FakePort();
  const helper = new Helper(() => port, () => undefined);
  const taken = helper.start(START);
  port.say(HELLO);
  assert.equal(await taken, true);
  assert.deepEqual(port.posted, [
    { type: "hello" },
    { type: "list" },
    { type: "start", id: "a-1", url: "http://h/f", torrent: "ZGU=", share: false },
  ]);
});

test("without the program nothing is taken, and it is tried again", async () => {
  const ports = [new FakePort(), new FakePort()];
  let opened = 0;
  const helper = new Helper(() => ports[opened++] ?? assert.fail("opened too often"), () => undefined);
  const first = helper.isThere();
  ports[0]?.end();
  assert.equal(await first, false);
  const second = helper.isThere();
  ports[1]?.say(HELLO);
  assert.equal(await second, true);
});

test("states and errors are told, junk is not", async () => {
  const port = new FakePort();
  let states: readonly DownloadState[] = [];
  const helper = new Helper(() => port, (news) => (states = news));
  const there = helper.isThere();
  port.say(HELLO);
  await there;
  port.say({ type: "state", download: { id: "a-1", name: "f", phase: "exploding", length: -4, rate: "x" } });
  port.say({ type: "error", id: "a-1", message: "The disk is full." });
  port.say({ type: "what" });
  port.say(null);
  assert.deepEqual(
    states.map(({ id, phase, length, rate, failure }) => ({ id, phase, length, rate, failure })),
    [{ id: "a-1", phase: "failed", length: 0, rate: 0, failure: "The disk is full." }],
  );
});

test("only commands that it knows, for downloads that it has, are passed on", async () => {
  const port = new FakePort();
  const helper = new Helper(() => port, () => undefined);
  const there = helper.isThere();
  port.say(HELLO);
  await there;
  port.say({ type: "list", downloads: [{ id: "a-1" }] });
  await helper.command("pause", "a-1");
  await helper.command("save", "a-1");
  await helper.command("pause", "b-2");
  assert.deepEqual(port.posted.slice(2), [{ type: "pause", id: "a-1" }]);
});
