package org.spillway.catalog;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.Problem;
import org.spillway.torrent.Sha256;

/**
 * The state folder: a file for each hashed path, under the SHA-1 of the path; it begins with the
 * SHA-256 of the rest. Each is written elsewhere and moved there, so that a reader finds a whole
 * one or none whenever the process is killed; what a failing disk or power supply makes of it is
 * found out. It also tells, for the next start, what is offered and of which root. Safe for use by
 * many threads; a lock file keeps other processes out.
 */
final class TorrentStore implements AutoCloseable {
  private static final System.Logger log = System.getLogger(TorrentStore.class.getName());

  /**
   * The length, in bytes, above which a file takes longer to hash again than the disk takes to
   * store the result safely.
   */
  private static final long PRECIOUS = 16L * 1024 * 1024;

  /** The file that names the root. */
  private static final String ROOT = "content-root";

  private final Path stateDir;
  private final StateFiles files;
  private final Path unfinished;
  private final FileChannel lockFile;
  private final AtomicLong serial = new AtomicLong();

  private TorrentStore(Path stateDir, FileChannel lockFile) throws IOException {
    this.stateDir = stateDir;
    this.files = new StateFiles(Files.createDirectories(stateDir.resolve("torrents")));
    this.unfinished = Files.createDirectories(stateDir.resolve("unfinished"));
    this.lockFile = lockFile;
    try (DirectoryStream<Path> leftOver = Files.newDirectoryStream(unfinished)) {
      for (Path file : leftOver) {
        Files.delete(file);
      }
    }
  }

  /**
   * @throws IOException if the folder cannot be made or written, or another process uses it; names
   *     state-dir
   */
  static TorrentStore open(Path stateDir) throws IOException {
    try {
      Files.createDirectories(stateDir);
      return open(stateDir, lock(stateDir));
    } catch (IOException e) {
      throw new IOException("state-dir: " + stateDir + " cannot be used: " + Problem.of(e), e);
    }
  }

  private static TorrentStore open(Path stateDir, FileChannel lockFile) throws IOException {
    try {
      return new TorrentStore(stateDir, lockFile);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  private static FileChannel lock(Path stateDir) throws IOException {
    var file =
        FileChannel.open(
            stateDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(file).isEmpty()) {
        throw new IOException("another process uses it");
      }
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static Optional<FileLock> tryLock(FileChannel file) throws IOException {
    try {
      return Optional.ofNullable(file.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a folder keeps what was offered of this very root. */
  static boolean isOf(Path stateDir, ContentRoot root) {
    try {
      return Files.readString(stateDir.resolve(ROOT)).equals(root.toString());
    } catch (IOException e) {
      return false;
    }
  }

  boolean isOf(ContentRoot root) {
    return isOf(stateDir, root);
  }

  void setRoot(ContentRoot root) throws IOException {
    if (isOf(root)) {
      return;
    }
    Path draft = draft();
    try {
      Files.writeString(draft, root.toString());
      Files.move(draft, stateDir.resolve(ROOT), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Path draft() {
    return unfinished.resolve(Long.toString(serial.incrementAndGet()));
  }

  void write(StoredTorrent torrent) throws IOException {
    Path file = files.of(torrent.path());
    Path draft = draft();
    try {
      writeDraft(draft, torrent);
      Files.createDirectories(file.getParent());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(StateFiles.aside(file));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void writeDraft(Path draft, StoredTorrent torrent) throws IOException {
    byte[] record = torrent.toBytes();
    ByteBuffer[] parts = {
      ByteBuffer.wrap(Sha256.digest(record).toBytes()), ByteBuffer.wrap(record)
    };
    try (var channel =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (parts[1].hasRemaining()) {
        channel.write(parts);
      }
      if (torrent.metainfo().info().length() >= PRECIOUS) {
        channel.force(false);
      }
    }
  }

  /**
   * Reads what is kept of a path, offered or not, or returns nothing if there is no file or it is
   * damaged.
   */
  Optional<StoredTorrent> read(String path) {
    Path file = files.of(path);
    return read(file).or(() -> read(StateFiles.aside(file)));
  }

  private static Optional<StoredTorrent> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return parse(file, Files.readAllBytes(file));
    } catch (IOException e) {
      log.log(WARNING, "state-dir: {0} cannot be read: {1}", file, Problem.of(e));
      return Optional.empty();
    }
  }

  private static Optional<StoredTorrent> parse(Path file, byte[] bytes) throws IOException {
    try {
      return Optional.of(StoredTorrent.parse(verified(bytes)));
    } catch (IOException e) {
      log.log(
          WARNING, "state-dir: {0} is damaged and will be made anew: {1}", file, e.getMessage());
      Files.deleteIfExists(file);
      return Optional.empty();
    }
  }

  private static byte[] verified(byte[] bytes) throws IOException {
    if (bytes.length < Sha256.LENGTH) {
      throw new IOException("only " + bytes.length + " bytes");
    }
    byte[] record = Arrays.copyOfRange(bytes, Sha256.LENGTH, bytes.length);
    if (!Sha256.digest(record).equals(Sha256.of(Arrays.copyOf(bytes, Sha256.LENGTH)))) {
      throw new IOException("its checksum does not match");
    }
    return record;
  }

  /** Notes that the torrent of a path is not offered any more. */
  void setAside(String path) throws IOException {
    files.setAside(path);
  }

  /** Notes that the torrent of a path is offered. */
  void takeBack(String path) throws IOException {
    files.takeBack(path);
  }

  /** Forgets the torrent of a path: the file turned out to be another one. */
  void delete(String path) throws IOException {
    files.delete(path);
  }

  /** Notes that nothing is offered but these. */
  void keepOnly(Collection<String> paths) throws IOException {
    files.keepOnly(paths);
  }

  /** Shows what was offered, as far as it is not damaged. */
  void forEach(Consumer<StoredTorrent> visitor) throws IOException {
    files.forEach(file -> read(file).ifPresent(visitor));
  }

  /** Visits the torrents like {@link #forEach}, but ends as soon as the visitor returns false. */
  void forEachWhile(Predicate<StoredTorrent> visitor) throws IOException {
    files.forEachWhile(file -> read(file).map(visitor::test).orElse(true));
  }

  /** Returns whether anything is noted as offered. */
  boolean isEmpty() throws IOException {
    return files.isEmpty();
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
