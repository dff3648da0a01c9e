package org.spillway.webapp.download;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadUrl;
import org.spillway.client.Downloader;
import org.spillway.torrent.Metainfo;

/** Reads what users name on the command line and in lists. */
public final class ArgumentReader {
  private ArgumentReader() {}

  /**
   * Reads an argument: a URL, a magnet link, or the path of a .torrent or Metalink on this machine,
   * which may name several files.
   *
   * @throws IllegalArgumentException if it is none of these
   * @throws DownloadException if a file on this machine cannot be read, or is malformed
   */
  public static List<Argument> parse(String text) throws DownloadException {
    var file = localFile(text);
    if (file.isPresent() && hasExtension(text, "torrent")) {
      return List.of(ofTorrent(text, Downloader.readTorrent(file.get())));
    }
    if (file.isPresent()) {
      return MetalinkFile.read(file.get()).stream().map(MetalinkFile.Entry::argument).toList();
    }
    URI url = DownloadUrl.parse(text);
    return List.of(
        new Argument(
            text,
            (target, downloader, progress) -> downloader.get(url, target, progress),
            Optional.empty(),
            Optional.empty(),
            false));
  }

  private static Argument ofTorrent(String text, Metainfo torrent) {
    return new Argument(
        text,
        (target, downloader, progress) -> downloader.get(torrent, target, progress),
        Optional.empty(),
        Optional.empty(),
        !torrent.info().isSingleFile());
  }

  /** Returns the path of a .torrent or Metalink on this machine, if that is what is meant. */
  private static Optional<Path> localFile(String text) {
    try {
      Path path = Path.of(text);
      boolean isKnown = hasExtension(text, "torrent", "meta4", "metalink");
      if (isKnown && Files.isRegularFile(path)) {
        return Optional.of(path);
      }
      if (text.contains("://")) {
        return Optional.empty();
      }
      if (Files.isDirectory(path)) {
        throw new IllegalArgumentException(
            text + ": is a folder on this machine; name a URL, a magnet link or a .torrent file");
      }
      boolean isPath = text.startsWith("/") || text.startsWith("./") || text.startsWith("../");
      if (isPath || (isKnown && !text.contains("/"))) {
        throw new IllegalArgumentException(text + ": there is no such file");
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean hasExtension(String text, String... extensions) {
    String lower = text.toLowerCase(Locale.ROOT);
    return List.of(extensions).stream().anyMatch(extension -> lower.endsWith("." + extension));
  }
}
