import { decodeJournal, encodeEntry, encodeJournal, encodeMark } from "./journal.ts";
import { isPiece, lengthOf, pieceCount, type Layout } from "./layout.ts";
import { Pieces } from "./pieces.ts";

/** How much may be written before the disk is asked to keep it, in bytes. */
const SETTLE_AFTER = 256 * 1024 * 1024;

/**
 * The file of a download and its journal, in the browser's private file system. Each piece is
 * written once, where it belongs. For dedicated workers: only they may write without copies.
 */
export class PieceFile {
  private unsettled = 0;

  private constructor(
    private readonly layout: Layout,
    private readonly data: FileSystemSyncAccessHandle,
    private readonly journal: FileSystemSyncAccessHandle,
    readonly verified: Pieces,
  ) {}

  /**
   * Opens the files "data" and "journal" in a folder, and makes them where they are missing.
   *
   * @throws DOMException NoModificationAllowedError if another page has them open, QuotaExceededError
   *   if there is no room
   */
  static async open(folder: FileSystemDirectoryHandle, layout: Layout): Promise<PieceFile> {
    const data = await openFile(folder, "data");
    try {
      const journal = await openFile(folder, "journal");
      const verified = await recover(layout, data, journal);
      return new PieceFile(layout, data, journal, verified);
    } catch (error) {
      data.close();
      throw error;
    }
  }

  /** Writes a piece that is known to be right; a piece that is there already is left alone. */
  write(piece: number, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.verified.has(piece)) {
      return;
    }
    writeAll(this.data, bytes, piece * this.layout.pieceLength);
    this.verified.add(piece);
    writeAll(this.journal, encodeEntry(piece), this.journal.getSize());
    this.unsettled += bytes.length;
    if (this.unsettled >= SETTLE_AFTER || this.verified.full) {
      this.settle();
    }
  }

  read(piece: number, begin: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    const count = this.data.read(bytes, { at: piece * this.layout.pieceLength + begin });
    return bytes.subarray(0, count);
  }

  /** Has the disk keep what was written so far. */
  settle(): void {
    if (this.unsettled > 0) {
      this.data.flush();
      writeAll(this.journal, encodeMark(), this.journal.getSize());
      this.journal.flush();
      this.unsettled = 0;
    }
  }

  close(): void {
    this.settle();
    this.data.close();
    this.journal.close();
  }
}

async function openFile(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemSyncAccessHandle> {
  return await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
}

/** Reads the journal, hashes what may be lost, one piece at a time, and takes the room for the rest. */
async function recover(
  layout: Layout,
  data: FileSystemSyncAccessHandle,
  journal: FileSystemSyncAccessHandle,
): Promise<Pieces> {
  const known = decodeJournal(readAll(journal), pieceCount(layout));
  const size = data.getSize();
  const verified = Pieces.of(pieceCount(layout), size === layout.length ? known.settled : []);
  if (size === layout.length) {
    for (const piece of known.unsettled) {
      const bytes = new Uint8Array(lengthOf(layout, piece));
      data.read(bytes, { at: piece * layout.pieceLength });
      if (await isPiece(layout, piece, bytes)) {
        verified.add(piece);
      }
    }
  } else {
    data.truncate(layout.length);
  }
  const compact = encodeJournal(verified);
  journal.truncate(compact.length);
  writeAll(journal, compact, 0);
  journal.flush();
  return verified;
}

function readAll(file: FileSystemSyncAccessHandle): Uint8Array {
  const bytes = new Uint8Array(file.getSize());
  file.read(bytes, { at: 0 });
  return bytes;
}

function writeAll(file: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  const count = file.write(bytes, { at });
  if (count !== bytes.length) {
    throw new DOMException("the disk took only a part of the bytes", "QuotaExceededError");
  }
}
