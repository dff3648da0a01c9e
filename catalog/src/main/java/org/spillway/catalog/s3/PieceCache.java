package org.spillway.catalog.s3;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.WriteTrouble;

/**
 * Keeps pieces of remote files in a folder, up to a limit; the least recently used pieces go first.
 * (The limit may be exceeded for a moment by pieces that are being fetched.) Each piece is written
 * to another name and then moved, so that a restart finds only whole pieces. A piece is checked
 * whenever it is read, and fetched again if it is damaged. A reader that asks for a piece that is
 * being fetched waits for it. Safe for use by many threads of one process.
 */
final class PieceCache {
  private static final System.Logger log = System.getLogger(PieceCache.class.getName());

  /** Gets a piece from its source. */
  interface Fetch {
    byte[] fetch() throws IOException;
  }

  /** Near the limit of a disk, some pieces find room and others do not. */
  private static final Duration CALM = Duration.ofMinutes(1);

  /** The result for a piece that other readers find on disk. */
  private static final byte[] KEPT = {};

  private final Path folder;
  private final Path unfinished;
  private final PieceLru kept;
  private final Map<String, CompletableFuture<byte[]>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong serial = new AtomicLong();
  private final WriteTrouble trouble;

  private PieceCache(Path folder, long limit) throws IOException {
    this.folder = folder;
    this.unfinished = Files.createDirectories(folder.resolve("unfinished"));
    this.kept = new PieceLru(limit);
    this.trouble =
        new WriteTrouble(
            folder, "Pieces that are not kept are fetched again when they are needed", CALM);
    for (Path draft : filesIn(unfinished)) {
      Files.delete(draft);
    }
    List<Path> pieces = filesIn(folder);
    pieces.sort(Comparator.comparing(file -> file.toFile().lastModified()));
    for (Path piece : pieces) {
      evict(kept.add(String.valueOf(piece.getFileName()), (int) Files.size(piece)));
    }
  }

  /**
   * Opens a cache with the pieces of a folder.
   *
   * @param limit the most bytes in the folder
   * @throws IOException if the folder cannot be made, read or written; the message names state-dir
   */
  static PieceCache open(Path folder, long limit) throws IOException {
    try {
      return new PieceCache(folder, limit);
    } catch (IOException e) {
      throw new IOException("state-dir: " + folder + " cannot be used: " + Problem.of(e), e);
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).toList());
    }
  }

  /**
   * Fills the buffer's remaining room.
   *
   * @param name the name of the piece and of its file, which no other content shares
   * @param length the length of the piece, in bytes
   * @param begin the offset within the piece, in bytes
   */
  void read(String name, int length, int begin, ByteBuffer target, Fetch fetch) throws IOException {
    while (!readKept(name, length, begin, target)) {
      byte[] piece = fetchOnce(name, fetch);
      if (piece.length > 0) {
        target.put(piece, begin, target.remaining());
        return;
      }
    }
  }

  private boolean readKept(String name, int length, int begin, ByteBuffer target) {
    if (!kept.touch(name)) {
      return false;
    }
    try {
      if (PieceFile.read(folder.resolve(name), length, begin, target)) {
        return true;
      }
      log.log(WARNING, "state-dir: {0} is damaged and will be fetched anew", folder.resolve(name));
    } catch (NoSuchFileException e) {
      // The piece was evicted just now.
    } catch (IOException e) {
      log.log(WARNING, "state-dir: {0} cannot be read: {1}", folder.resolve(name), Problem.of(e));
    }
    kept.remove(name);
    return false;
  }

  /** Returns whether the caller need not fetch the piece. */
  boolean has(String name) {
    return underWay.containsKey(name) || kept.touch(name);
  }

  /** Fetches the piece and keeps it, unless it is there already. */
  void prefetch(String name, Fetch fetch) throws IOException {
    var unused = fetchOnce(name, fetch);
  }

  /**
   * Returns the piece and keeps it; returns nothing if another reader has kept it since the look
   * before.
   */
  private byte[] fetchOnce(String name, Fetch fetch) throws IOException {
    var mine = new CompletableFuture<byte[]>();
    var others = underWay.putIfAbsent(name, mine);
    if (others != null) {
      return await(others);
    }
    try {
      byte[] piece = kept.touch(name) ? KEPT : fetch.fetch();
      if (piece.length > 0) {
        keep(name, piece);
      }
      mine.complete(piece);
      return piece;
    } catch (IOException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      underWay.remove(name);
    }
  }

  private static byte[] await(CompletableFuture<byte[]> piece) throws IOException {
    try {
      return piece.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Keeps a piece; if the disk is full, the piece must be fetched again for the next reader. */
  private void keep(String name, byte[] piece) {
    Path draft = unfinished.resolve(Long.toString(serial.incrementAndGet()));
    try {
      PieceFile.write(draft, piece);
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      evict(kept.add(name, PieceFile.size(piece.length)));
      trouble.over();
    } catch (IOException e) {
      trouble.began(e);
      delete(draft);
    }
  }

  private void evict(List<String> names) {
    names.forEach(name -> delete(folder.resolve(name)));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.log(WARNING, "state-dir: {0} cannot be deleted: {1}", file, Problem.of(e));
    }
  }

  /** Returns the total size, in bytes, of the pieces that are kept. */
  long bytes() {
    return kept.bytes();
  }
}
