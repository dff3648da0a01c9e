import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { HOSTS } from "./network.mjs";
import { Program } from "./program.mjs";

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const app = process.env["BROWSERTEST_APP"] ?? path.join(repository, "webapp/target/app");

/** The command that runs "spillway" with these arguments, as bin/spillway does. */
export function spillwayCommand(...args) {
  if (!existsSync(app) || !readdirSync(app).some((file) => file.startsWith("spillway-webapp") || file === "spillway.jar")) {
    throw new Error(`${app} holds no built server; build it with: mvn package -Dmaven.test.skip=true -pl webapp -am`);
  }
  const java = process.env["JAVA_HOME"] ? path.join(process.env["JAVA_HOME"], "bin/java") : "java";
  return [java, "-Xmx1g", "-XX:TieredStopAtLevel=1", "-Duser.language=en", "-cp", `${app}/*`, "org.spillway.webapp.command.Main", ...args];
}

/** A real "spillway serve" on one host of the test's network. */
export class Spillway {
  /** The base of the URLs, such as http://dl.example.org:8080, without a final slash. */
  url;
  /** What the line says that "serve" prints when it has started. */
  started;
  #program;

  /**
   * Starts one and waits until it serves.
   *
   * @param root the folder that it offers
   * @param options host: a name of HOSTS, port: of HTTP, config: further keys and values,
   *     state: the folder of its state, if it is to be kept
   */
  static async start(scene, root, { host = "dl.example.org", port = 8080, config = {}, state } = {}) {
    const node = new Spillway();
    node.url = `http://${host}:${port}`;
    const address = HOSTS[host] ?? "127.0.0.1";
    const keys = {
      "content.root": root,
      "state-dir": state ?? (await scene.folder("state")),
      "public-url": node.url,
      "http.host": address,
      "http.port": port,
      "seeder.host": address,
      "seeder.port": 0,
      "tracker.host": address,
      "tracker.udp-port": 0,
      "dns.host": address,
      "dns.port": 0,
      "catalog.recheck": "2s",
      ...config,
    };
    const args = Object.entries(keys).map(([key, value]) => `--${key}=${value}`);
    node.#program = new Program(scene, spillwayCommand("serve", ...args), {
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    node.started = JSON.parse(await node.#program.line((line) => line.startsWith('{"event":"started"')));
    return node;
  }

  /** The announce URL of its WebSocket tracker. */
  get webSocketTracker() {
    return `${this.url.replace("http", "ws")}/announce`;
  }

  get dnsQuery() {
    return `${this.url}/dns-query`;
  }

  get lines() {
    return this.#program.lines;
  }

  /** Waits until a file is hashed, so that negotiation gives its torrent. Returns the .torrent. */
  async hashed(name) {
    for (;;) {
      const answer = await fetch(`${this.url}/${name}?torrent`);
      if (answer.ok) {
        return new Uint8Array(await answer.arrayBuffer());
      }
      if (answer.status !== 503) {
        throw new Error(`${answer.url}: HTTP ${answer.status}`);
      }
    }
  }

  /** What its last words say that it has sent, in bytes; rounded, since they are for people. */
  get sent() {
    const words = this.lines.find((line) => line.includes("plain HTTP")) ?? "";
    const [, plain, seed, peers] = /plain HTTP ([^,]+), web seed ([^,]+), peers ([^)]+)\)/.exec(words) ?? [];
    return { plain: bytesOf(plain), webSeed: bytesOf(seed), peers: bytesOf(peers) };
  }

  /** Ends it as a power failure would. */
  kill() {
    return this.#program.kill();
  }

  /** Ends it; the lines then hold its last words, too. */
  stop() {
    return this.#program.stop();
  }

  /** It answers no more, but its connections stay open. */
  hang() {
    this.#program.freeze();
  }

  thaw() {
    this.#program.thaw();
  }
}

/** The bytes of a size such as "1.5 MiB". */
function bytesOf(size = "") {
  const [, number, unit] = /^([\d.]+) (B|KiB|MiB|GiB)$/.exec(size) ?? [];
  if (number === undefined) {
    throw new Error(`the server did not say what it sent: ${size}`);
  }
  return number * 1024 ** ["B", "KiB", "MiB", "GiB"].indexOf(unit);
}
