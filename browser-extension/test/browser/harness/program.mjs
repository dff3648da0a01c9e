import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A program that runs, with the lines that it has printed. It is ended with its scene. */
export class Program {
  /** Lines of standard output and of standard error, in the order in which they came. */
  lines = [];
  #process;
  #exit;
  #listeners = new Set();

  constructor(scene, command, options = {}) {
    this.#process = spawn(command[0], command.slice(1), { stdio: ["ignore", "pipe", "pipe"], ...options });
    // Not "exit": what it printed last is still to be read then.
    this.#exit = once(this.#process, "close");
    this.#exit.catch(() => {});
    this.#read(this.#process.stdout);
    this.#read(this.#process.stderr);
    scene.defer(() => this.kill());
  }

  #read(stream) {
    createInterface({ input: stream }).on("line", (line) => {
      this.lines.push(line);
      if (process.env["BROWSERTEST_SHOW"]) {
        console.error(line);
      }
      this.#listeners.forEach((listener) => listener(line));
    });
  }

  get pid() {
    return this.#process.pid;
  }

  /** Returns the first line that the function accepts, as soon as there is one. */
  line(accepts, within = 120_000) {
    const there = this.lines.find(accepts);
    if (there !== undefined) {
      return Promise.resolve(there);
    }
    return new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${why}; it printed:\n${this.lines.join("\n")}`));
      const timer = setTimeout(() => done(() => fail("the line did not come in time")), within);
      const done = (finish) => {
        clearTimeout(timer);
        this.#listeners.delete(hear);
        finish();
      };
      const hear = (line) => accepts(line) && done(() => resolve(line));
      this.#listeners.add(hear);
      this.#exit.then(
        ([status]) => done(() => fail(`the program ended with status ${status}`)),
        (failure) => done(() => fail(String(failure))),
      );
    });
  }

  /** Asks it to end, and waits until it has. */
  stop() {
    return this.#end("SIGTERM");
  }

  /** Ends it as a power failure would. */
  kill() {
    return this.#end("SIGKILL");
  }

  /** Halts it: its sockets stay open, and nobody answers. */
  freeze() {
    this.#process.kill("SIGSTOP");
  }

  thaw() {
    this.#process.kill("SIGCONT");
  }

  async #end(signal) {
    this.#process.kill(signal);
    await this.#exit;
  }
}
