package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.store.PieceFiles;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMagnetLinkException;
import org.spillway.torrent.Metainfo;

/**
 * The file or folder that a download becomes. Its path was chosen by somebody, or it lies in a
 * folder and gets the name that what is downloaded has: the name in a response counts most, then
 * that of the URL, then that of the torrent. Names from outside are made harmless. Safe for use by
 * many threads.
 */
final class DownloadTarget {
  /** The extensions of documents about a file, which must not be saved under the file's name. */
  private static final Map<String, String> DOCUMENTS =
      Map.of(Metainfo.MEDIA_TYPE, ".torrent", "application/metalink4+xml", ".meta4");

  private final @Nullable Path folder;

  private volatile Path path;

  /** Whether the path has no name yet that somebody has given to the content. */
  private volatile boolean isProvisional;

  private volatile @Nullable Instant modified;

  private DownloadTarget(@Nullable Path folder, Path path, boolean isProvisional) {
    this.folder = folder;
    this.path = path;
    this.isProvisional = isProvisional;
  }

  /**
   * Returns the target of a URL or a magnet link.
   *
   * @param chosen the path, or the folder in which the content gets a name
   * @throws DownloadException if a device or the like is there, which a file cannot replace
   */
  static DownloadTarget of(URI url, Path chosen) throws DownloadException {
    if (!Files.isDirectory(chosen)) {
      return at(chosen);
    }
    if (DownloadUrl.isMagnet(url)) {
      return new DownloadTarget(chosen, follow(chosen.resolve(nameOf(url))), true);
    }
    String name = PieceFiles.nameOf(DownloadUrl.fileName(url));
    return new DownloadTarget(chosen, follow(chosen.resolve(name)), !DownloadUrl.hasFileName(url));
  }

  /** Returns the target that has exactly this path. */
  static DownloadTarget at(Path chosen) throws DownloadException {
    return new DownloadTarget(null, follow(chosen), false);
  }

  private static Path follow(Path path) throws DownloadException {
    try {
      Path file = OutputFile.follow(path);
      if (OutputFile.isStream(file)) {
        throw new DownloadException(
            Reason.FILE, file + ": must be a regular file, was a device, a FIFO or a socket");
      }
      return file;
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, path.toString(), e);
    }
  }

  /** Returns the name in a magnet link, or else its infohash. */
  private static String nameOf(URI magnet) {
    try {
      var link = MagnetLink.parse(magnet.toString());
      return safe(link.name().orElse(link.swarmHash().toString()));
    } catch (MalformedMagnetLinkException e) {
      // The download fails at once.
      return "download";
    }
  }

  /** Returns a name that is not hidden either: a server or a peer has no say in such files. */
  static String safe(String name) {
    String safe = PieceFiles.nameOf(name);
    return safe.startsWith(".") ? "_" + safe.substring(1) : safe;
  }

  Path path() {
    return path;
  }

  /** Takes the name in a torrent, if nothing better is known. */
  void nameByTorrent(String name) throws DownloadException {
    if (isProvisional) {
      rename(safe(name));
    }
  }

  /**
   * Takes the name of a plain file from a response. A .torrent or Metalink that was asked for by
   * the URL of its file gets an extension, because the file itself may follow.
   *
   * @param fields returns the value of a field of the response
   */
  void nameByResponse(Function<String, Optional<String>> fields) throws DownloadException {
    remember(fields);
    var given = fields.apply("Content-Disposition").flatMap(AttachmentName::of);
    if (given.isPresent()) {
      rename(safe(given.get()));
      return;
    }
    String type = fields.apply("Content-Type").orElse("").split(";", 2)[0].strip();
    String extension = DOCUMENTS.getOrDefault(type.toLowerCase(Locale.ROOT), "");
    String name = String.valueOf(path.getFileName());
    if (!name.toLowerCase(Locale.ROOT).endsWith(extension)) {
      rename(PieceFiles.nameOf(name + extension));
    }
  }

  /** Keeps the time at which the file was last modified (RFC 9110 §8.8.2). */
  void remember(Function<String, Optional<String>> fields) {
    try {
      modified =
          fields
              .apply("Last-Modified")
              .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
              .map(ZonedDateTime::toInstant)
              .orElse(null);
    } catch (DateTimeException e) {
      modified = null;
    }
  }

  /** Gives the file, which is complete, the time of modification that the server told. */
  void setTime() {
    var time = modified;
    Path file = path;
    if (time == null || !Files.isRegularFile(file)) {
      return;
    }
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException | IllegalArgumentException e) {
      // The content is right, and some file systems do not keep such a time.
    }
  }

  private void rename(String name) throws DownloadException {
    if (folder != null) {
      path = follow(folder.resolve(name));
      isProvisional = false;
    }
  }
}
