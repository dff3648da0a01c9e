package org.spillway.client.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceHashes;

/**
 * The pieces of one download on the disk. Until all are there, the content is in {@code
 * TARGET.part}: a file, or a folder if the torrent is of several files. It is locked against a
 * second download of the same target, and stays if the download ends early. Then the target appears
 * by one rename.
 *
 * <p>Names in a torrent come from outside. Those that would lead out of the folder are refused when
 * the torrent is read. Those that a system cannot have, that deceive, or that would be one file are
 * changed, see {@link #notes}. Padding files (BEP 47) and symbolic links are not written, and no
 * symbolic link that somebody else has put into the folder is followed.
 *
 * <p>Safe for use by many threads, which wait for the disk. An interrupt closes the file that the
 * thread is using, which may fail others that use it.
 */
public final class PieceFiles implements AutoCloseable {
  /** What is at the target before a download begins. */
  public enum Found {
    NOTHING,
    /** Exactly the content of the torrent, perhaps with other files beside it in the folder. */
    SAME,
    /** Another file, or a folder in which files are missing or differ. */
    OTHER
  }

  private final Path target;
  private final InfoDictionary info;
  private final Part part;
  private final PieceAccess access;

  private PieceFiles(Path target, InfoDictionary info, Part part) {
    this.target = target;
    this.info = info;
    this.part = part;
    this.access = new PieceAccess(info, part.disk(), part.open());
  }

  /**
   * Opens the pieces of a new download or of an earlier try. What is longer than it should be is
   * cut.
   *
   * @throws StorageException if it cannot be written, or if another download writes to it
   */
  public static PieceFiles open(Path target, InfoDictionary info) throws StorageException {
    Part part = info.isSingleFile() ? PartFile.open(target, info) : PartFolder.open(target, info);
    var files = new PieceFiles(target, info, part);
    try {
      files.cut();
      return files;
    } catch (StorageException e) {
      try {
        part.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void cut() throws StorageException {
    var disk = part.disk();
    for (int file = 0; file < disk.count(); file++) {
      long length = disk.file(file).length();
      if (disk.isOnDisk(file) && disk.size(file) > length) {
        try {
          part.open().read(file, channel -> channel.truncate(length));
        } catch (IOException e) {
          throw StorageException.of(disk.path(file), e);
        }
      }
    }
  }

  /**
   * Returns the file or folder that holds the content of a target until it is complete, whether it
   * exists or not.
   */
  public static Path partOf(Path target) {
    return Part.of(target);
  }

  /**
   * Returns a name for a target that this system takes, as like the given one as possible.
   *
   * @param name the name in a torrent or a magnet link
   */
  public static String nameOf(String name) {
    var system = FileSystems.getDefault();
    var rules = new NameRules(system, system.getSeparator().equals("\\"), false);
    boolean isName = !name.isBlank() && !name.equals(".") && !name.equals("..");
    return rules.safe(isName ? name : "download");
  }

  /**
   * Returns whether a folder has every file of a torrent in its length, whatever its content. The
   * folder may have other files as well.
   */
  public static boolean fits(Path folder, InfoDictionary info) {
    try {
      return !info.isSingleFile() && hasLengths(CompleteFiles.disk(folder.toRealPath(), info));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Compares what is at the target with the torrent.
   *
   * @throws StorageException if it cannot be read, or if something stands in a folder where the
   *     torrent has a file
   */
  public static Found look(Path target, InfoDictionary info, PieceHashes hashes)
      throws StorageException, InterruptedException {
    if (!Files.exists(target)) {
      // A link that leads nowhere is in the way of the folder, but is replaced by a file.
      boolean isLink = !info.isSingleFile() && Files.exists(target, NOFOLLOW_LINKS);
      return isLink ? Found.OTHER : Found.NOTHING;
    }
    if (Files.isDirectory(target) == info.isSingleFile()) {
      return Found.OTHER;
    }
    try {
      return isSame(target.toRealPath(), info, hashes) ? Found.SAME : Found.OTHER;
    } catch (IOException e) {
      throw StorageException.of(target, e);
    }
  }

  private static boolean isSame(Path existing, InfoDictionary info, PieceHashes hashes)
      throws IOException, InterruptedException {
    var disk = CompleteFiles.disk(existing, info);
    if (!hasLengths(disk)) {
      return false;
    }
    try (var open = new OpenFiles(disk::openToRead, disk::openToRead)) {
      return new Verification(info, hashes, disk, open).isComplete();
    }
  }

  private static boolean hasLengths(DiskFiles disk) throws StorageException {
    for (int file = 0; file < disk.count(); file++) {
      if (disk.isOnDisk(file) && disk.size(file) != disk.file(file).length()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Removes what an earlier try has left, but never the target itself. A folder that no download
   * has made stays.
   *
   * @throws StorageException if it cannot be removed
   */
  public static void discard(Path target) throws StorageException {
    Path part = Part.of(target);
    try {
      if (!Files.isDirectory(part, NOFOLLOW_LINKS)) {
        Files.deleteIfExists(part);
      } else if (Files.exists(part.resolve(PartFolder.LOCK), NOFOLLOW_LINKS)) {
        Folders.delete(part);
      }
    } catch (IOException e) {
      throw StorageException.of(part, e);
    }
  }

  /** Returns sentences for the user about names that are not as the torrent has them. */
  public List<String> notes() {
    return part.notes();
  }

  /**
   * Writes a piece that was verified.
   *
   * @param content exactly the piece; its position does not change
   * @throws StorageException if the disk does not take it; pieces that were written before are safe
   */
  public void write(int piece, ByteBuffer content) throws StorageException {
    if (content.remaining() != info.pieceSize(piece)) {
      throw new IllegalArgumentException(
          "piece %d must have %d bytes, had %d"
              .formatted(piece, info.pieceSize(piece), content.remaining()));
    }
    access.write(piece, content);
  }

  /**
   * Reads a block of a piece that was written, and fills the target up.
   *
   * @param begin offset of the block within the piece, in bytes
   * @throws StorageException if it cannot be read, or is not there
   */
  public void read(int piece, int begin, ByteBuffer block) throws StorageException {
    if (begin < 0 || block.remaining() > info.pieceSize(piece) - begin) {
      throw new IllegalArgumentException(
          "a block of %d bytes at %d must be within piece %d, which has %d bytes"
              .formatted(block.remaining(), begin, piece, info.pieceSize(piece)));
    }
    access.read(piece, begin, block);
  }

  /**
   * Finds the pieces that an earlier try has left. Only what lies within the files is read. Holes
   * in files are read like zeros, because Java cannot ask for them.
   *
   * @param right takes each right piece, in no particular order; it is called by one thread at a
   *     time
   * @throws InterruptedException if the thread is interrupted before everything was looked at
   */
  public void verify(PieceHashes hashes, IntConsumer right)
      throws StorageException, InterruptedException {
    try {
      new Verification(info, hashes, part.disk(), part.open()).run(right);
    } catch (IOException e) {
      throw StorageException.of(partOf(target), e);
    }
  }

  /**
   * Copies pieces from what is at the target, such as an older or a damaged copy. Nothing is
   * changed there.
   *
   * @param wanted says which pieces are missing here
   * @param copied takes each piece that was copied; it is called by one thread at a time
   * @throws StorageException if something cannot be read or written
   */
  public void copyFromTarget(PieceHashes hashes, IntPredicate wanted, IntConsumer copied)
      throws StorageException, InterruptedException {
    if (Files.isDirectory(target) == info.isSingleFile() || !Files.exists(target)) {
      return;
    }
    try {
      var disk = CompleteFiles.disk(target.toRealPath(), info);
      try (var open = new OpenFiles(disk::openToRead, disk::openToRead)) {
        new Verification(info, hashes, disk, open)
            .read(
                wanted,
                (piece, content) -> {
                  write(piece, ByteBuffer.wrap(content));
                  synchronized (copied) {
                    copied.accept(piece);
                  }
                });
      }
    } catch (IOException e) {
      throw StorageException.of(target, e);
    }
  }

  /**
   * Writes everything to the disk and gives it its final name, once every piece is written. No
   * other method may be called at the same time or later, but {@link #close}.
   *
   * @param overwrite whether other content at the target may be replaced; in a folder that exists
   *     the files of other names stay
   * @throws StorageException also if something else has changed or removed a file meanwhile
   */
  public void complete(boolean overwrite) throws StorageException, InterruptedException {
    try {
      Workers.run(part.disk().count(), this::finish);
      part.rename(overwrite);
    } catch (FileAlreadyExistsException e) {
      throw new StorageException(target, "another file appeared there during the download");
    } catch (IOException e) {
      throw StorageException.of(target, e);
    }
  }

  /** Writes one file to the disk. */
  private boolean finish(int file) throws IOException {
    var disk = part.disk();
    if (!disk.isOnDisk(file)) {
      return true;
    }
    long expected = disk.file(file).length();
    if (expected == 0) {
      part.open().write(file, channel -> channel.force(true));
      return true;
    }
    long size = disk.size(file);
    if (size == DiskFiles.MISSING) {
      throw new StorageException(disk.path(file), "was removed during the download");
    }
    if (size != expected) {
      throw new StorageException(
          disk.path(file),
          "has %d bytes instead of %d; something else has changed it".formatted(size, expected));
    }
    part.open().read(file, channel -> channel.force(true));
    return true;
  }

  /** Releases the files, complete or not. */
  @Override
  public void close() throws StorageException {
    try {
      part.close();
    } catch (IOException e) {
      throw StorageException.of(partOf(target), e);
    }
  }
}
