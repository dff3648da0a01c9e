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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.spillway.catalog.source.Problem;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.fallback.RequestHash;

/**
 * The state folder: a file for each hashed path, under the SHA-1 of the path; it begins with the
 * SHA-256 of the rest. Each is written elsewhere and moved there, so that a reader finds a whole
 * one or none whenever the process is killed; what a failing disk or power supply makes of it is
 * found out. Safe for use by many threads of one process, which is seen to.
 */
final class TorrentStore implements AutoCloseable {
  private static final System.Logger log = System.getLogger(TorrentStore.class.getName());

  /** Files of more bytes take longer to hash again than it takes to wait for the disk. */
  private static final long PRECIOUS = 16L * 1024 * 1024;

  private final Path folder;
  private final Path unfinished;
  private final FileChannel lockFile;
  private final AtomicLong serial = new AtomicLong();

  private TorrentStore(Path stateDir, FileChannel lockFile) throws IOException {
    this.folder = Files.createDirectories(stateDir.resolve("torrents"));
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

  private Path fileOf(String path) {
    String hex = RequestHash.ofPath(path).hex();
    return folder.resolve(hex.substring(0, 2)).resolve(hex.substring(2));
  }

  void write(StoredTorrent torrent) throws IOException {
    Path file = fileOf(torrent.path());
    Path draft = unfinished.resolve(Long.toString(serial.incrementAndGet()));
    try {
      writeDraft(draft, torrent);
      Files.createDirectories(file.getParent());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
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

  /** What is kept of a path; a damaged file is no file. */
  Optional<StoredTorrent> read(String path) {
    Path file = fileOf(path);
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

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
