package org.spillway.client.helper;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The place of one download in the journal: {@code ID.json}, {@code ID.torrent} if the torrent is
 * known, and {@code ID.lock}, which is held by the helper that has claimed the download. Each file
 * is replaced by a rename, so that a crash leaves the old or the new one. Safe for use by many
 * threads.
 */
final class JournalEntry implements AutoCloseable {
  private final Path folder;
  private final String id;
  private final FileChannel lock;

  private JournalEntry(Path folder, String id, FileChannel lock) {
    this.folder = folder;
    this.id = id;
    this.lock = lock;
  }

  static Optional<JournalEntry> claim(Path folder, String id) throws IOException {
    var channel = FileChannel.open(folder.resolve(id + ".lock"), WRITE, CREATE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new JournalEntry(folder, id, channel));
      }
    } catch (OverlappingFileLockException e) {
      // Another helper in this very process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /**
   * Reads the entry.
   *
   * @return the download, or empty if it is new or was removed in the meantime
   * @throws IOException if it cannot be read or is malformed
   */
  synchronized Optional<Remembered> read() throws IOException {
    try {
      return Optional.of(Remembered.of(Files.readAllBytes(json()), readTorrent()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private byte[] readTorrent() throws IOException {
    return Files.exists(torrent()) ? Files.readAllBytes(torrent()) : new byte[0];
  }

  /** Keeps a new download. It survives a crash from when this returns. */
  synchronized void create(Remembered remembered) throws IOException {
    var torrent = remembered.source().torrent();
    if (torrent.isPresent()) {
      replace(torrent(), torrent.get().toBytes());
    }
    write(remembered);
  }

  /** Keeps the changes of a download, whose torrent never changes. */
  synchronized void write(Remembered remembered) throws IOException {
    replace(json(), remembered.toJson());
  }

  private void replace(Path file, byte[] content) throws IOException {
    Path written = folder.resolve(file.getFileName() + ".new");
    try (var channel = FileChannel.open(written, WRITE, CREATE, TRUNCATE_EXISTING)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** Forgets the download and releases it. */
  synchronized void delete() throws IOException {
    Files.deleteIfExists(json());
    Files.deleteIfExists(torrent());
    Files.deleteIfExists(folder.resolve(id + ".lock"));
    lock.close();
  }

  private Path json() {
    return folder.resolve(id + ".json");
  }

  private Path torrent() {
    return folder.resolve(id + ".torrent");
  }

  /** Releases the download, which stays remembered. */
  @Override
  public synchronized void close() throws IOException {
    lock.close();
  }
}
