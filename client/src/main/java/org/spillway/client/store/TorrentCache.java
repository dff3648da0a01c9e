package org.spillway.client.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;

/**
 * Keeps the torrents that servers have sent last, by the URLs of their files, for the time when a
 * server is down. Nothing in the folder tells a URL, which may hold a secret. Safe for use by many
 * threads and processes.
 */
public final class TorrentCache {
  static final int MOST_TORRENTS = 1_000;

  /** The bytes of all torrents together; the longest one alone has a sixteenth of it at most. */
  static final long MOST_BYTES = 256L * 1024 * 1024;

  private static final int LONGEST = 16 * 1024 * 1024;
  private static final String SUFFIX = ".torrent";

  private final @Nullable Path folder;

  /**
   * @param folder is made when there is something to keep; null keeps nothing
   */
  public TorrentCache(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * A torrent.
   *
   * @param since when the server has sent it
   */
  public record Kept(Metainfo metainfo, Instant since) {}

  private record Entry(Path file, BasicFileAttributes attributes) {}

  /**
   * Keeps the torrent in place of an earlier one. The oldest ones make room for it.
   *
   * @param url without a login
   * @throws IOException if it cannot be written
   */
  public void keep(URI url, Metainfo torrent) throws IOException {
    if (folder == null) {
      return;
    }
    make(folder);
    Path file = file(folder, url);
    Path draft = Files.createTempFile(folder, "new", ".part");
    try {
      Files.write(draft, torrent.toBytes());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    makeRoom(folder);
  }

  /** Makes the folder for its owner alone: what somebody downloads is nobody else's business. */
  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    var owner = PosixFilePermissions.fromString("rwx------");
    if (isPosix) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(owner));
    } else {
      Files.createDirectories(folder);
    }
  }

  private static Path file(Path folder, URI url) {
    return folder.resolve(Sha256.digest(url.toString().getBytes(UTF_8)) + SUFFIX);
  }

  private static void makeRoom(Path folder) throws IOException {
    List<Entry> entries = entries(folder);
    entries.sort(Comparator.comparing(entry -> entry.attributes.lastModifiedTime()));
    long bytes = entries.stream().mapToLong(entry -> entry.attributes.size()).sum();
    int count = entries.size();
    for (Entry oldest : entries) {
      if (count <= MOST_TORRENTS && bytes <= MOST_BYTES) {
        return;
      }
      Files.deleteIfExists(oldest.file);
      bytes -= oldest.attributes.size();
      count--;
    }
  }

  private static List<Entry> entries(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          entries.add(new Entry(file, Files.readAttributes(file, BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
          // Another process has made room.
        }
      }
    }
    return entries;
  }

  /**
   * Finds the torrent that was kept last. One that cannot be read is like none.
   *
   * @param url without a login
   */
  public Optional<Kept> find(URI url) {
    if (folder == null) {
      return Optional.empty();
    }
    Path file = file(folder, url);
    try (var in = Files.newInputStream(file)) {
      var torrent = Metainfo.parse(in.readNBytes(LONGEST));
      return Optional.of(new Kept(torrent, Files.getLastModifiedTime(file).toInstant()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes the torrent of a file of which the server has none any more. */
  public void forget(URI url) throws IOException {
    if (folder != null) {
      Files.deleteIfExists(file(folder, url));
    }
  }
}
