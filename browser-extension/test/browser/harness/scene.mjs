import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a test has opened; all of it is closed, the last first, when the test is over. */
export class Scene {
  #closers = [];

  /** Makes a scene that is closed after the test of this context (node:test). */
  static of(context) {
    const scene = new Scene();
    context.after(() => scene.close());
    return scene;
  }

  /** Remembers what undoes something that was just done. */
  defer(closer) {
    this.#closers.push(closer);
  }

  /** Makes an empty folder. */
  async folder(name = "folder") {
    const folder = await mkdtemp(path.join(tmpdir(), `spillway-${name}-`));
    this.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
  }

  async close() {
    const failures = [];
    for (const closer of this.#closers.splice(0).reverse()) {
      try {
        await closer();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, "something could not be closed");
    }
  }
}
