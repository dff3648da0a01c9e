package org.spillway.catalog;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.spillway.torrent.fallback.RequestHash;

/**
 * The state folder: a file for each hashed path, under the SHA-1 of the path. Each is written
 * beside its place and moved there, so that a reader finds a whole one or none, whenever the power
 * fails.
 */
final class TorrentStore implements AutoCloseable {
  private static final System.Logger log = System.getLogger(TorrentStore.class.getName());
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;
  private final FileChannel lockFile;

  private TorrentStore(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * @throws IOException if the folder cannot be made or written, or another process uses it; names
   *     state-dir
   */
  static TorrentStore open(Path stateDir) throws IOException {
    try {
      Path folder = Files.createDirectories(stateDir.resolve("torrents"));
      var lockFile =
          FileChannel.open(
              stateDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(lockFile).isEmpty()) {
        lockFile.close();
        throw new IOException("another process uses it");
      }
      return new TorrentStore(folder, lockFile);
    } catch (IOException e) {
      throw new IOException("state-dir: " + stateDir + ": " + e.getMessage(), e);
    }
  }

  private static Optional<FileLock> lock(FileChannel file) throws IOException {
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
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try (var channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(torrent.toBytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What is kept of a path; a damaged file is no file. */
  Optional<StoredTorrent> read(String path) {
    return read(fileOf(path));
  }

  private static Optional<StoredTorrent> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(StoredTorrent.parse(Files.readAllBytes(file)));
    } catch (IOException e) {
      log.log(WARNING, "{0} is damaged and will be made anew: {1}", file, e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
