/** What is remembered of a download beside its pieces. */
export interface About {
  readonly url: string;
  readonly added: number;
  share: boolean;
  paused: boolean;
  /** When it was saved, in milliseconds since 1970; 0 if it was not. */
  saved: number;
  /** Verified bytes, as far as they were counted; the journal knows better. */
  verified: number;
  /** Whether the file was removed from here after it was saved; never written down. */
  gone?: boolean;
  fromServer: number;
  fromMirrors: number;
  fromPeers: number;
  uploaded: number;
}

const ROOT = "spillway";

/** A download that is kept in the browser's private file system: a folder with its files. */
export class Kept {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    readonly id: string,
    readonly torrent: Uint8Array,
    readonly about: About,
  ) {}

  /** The folder's path, for the worker. */
  get folder(): string {
    return `${ROOT}/${this.id}`;
  }

  static async create(id: string, torrent: Uint8Array, url: string, share: boolean): Promise<Kept> {
    const counts = { verified: 0, fromServer: 0, fromMirrors: 0, fromPeers: 0, uploaded: 0 };
    const kept = new Kept(id, torrent, { url, added: Date.now(), share, paused: false, saved: 0, ...counts });
    await write(await kept.open(), "torrent", torrent.slice());
    await kept.remember();
    return kept;
  }

  /** All that are whole; a folder that is not is removed. */
  static async all(): Promise<Kept[]> {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, { create: true });
    const found: Kept[] = [];
    for await (const [id, folder] of root.entries()) {
      const kept = folder instanceof FileSystemDirectoryHandle ? await read(id, folder) : undefined;
      if (kept !== undefined) {
        found.push(new Kept(id, kept.torrent, kept.about));
      }
    }
    return found.sort((a, b) => a.about.added - b.about.added);
  }

  /** Writes down what is remembered. */
  remember(): Promise<void> {
    if (this.about.gone) {
      return Promise.resolve();
    }
    const text = JSON.stringify(this.about);
    this.writing = this.writing.catch(() => {}).then(async () => write(await this.open(), "about.json", text));
    return this.writing;
  }

  /** The file with all pieces in it. */
  async file(): Promise<File> {
    return await (await (await this.open()).getFileHandle("data")).getFile();
  }

  async remove(): Promise<void> {
    await this.writing.catch(() => {});
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, { create: true });
    await root.removeEntry(this.id, { recursive: true }).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "NotFoundError")) {
        throw error;
      }
    });
  }

  private async open(): Promise<FileSystemDirectoryHandle> {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(ROOT, { create: true });
    return await root.getDirectoryHandle(this.id, { create: true });
  }
}

async function write(folder: FileSystemDirectoryHandle, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await stream.write(content);
  await stream.close();
}

async function read(
  id: string,
  folder: FileSystemDirectoryHandle,
): Promise<{ torrent: Uint8Array; about: About } | undefined> {
  try {
    const about = JSON.parse(await (await (await folder.getFileHandle("about.json")).getFile()).text()) as About;
    const torrent = new Uint8Array(await (await (await folder.getFileHandle("torrent")).getFile()).arrayBuffer());
    return /^[0-9a-f]{40}$/.test(id) && typeof about.url === "string" ? { torrent, about } : undefined;
  } catch {
    return undefined;
  }
}
