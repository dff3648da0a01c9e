package org.spillway.webapp.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.spillway.client.ClientSettings;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadUrl;
import org.spillway.client.Downloader;
import org.spillway.client.NegotiatedTorrent;
import org.spillway.torrent.Metainfo;

/** Finds the torrent that an argument names: a .torrent on this machine, or at a URL. */
final class TorrentSource {
  private TorrentSource() {}

  /**
   * Reads the torrent.
   *
   * @throws IllegalArgumentException if the argument is neither a file nor an HTTP URL
   * @throws DownloadException if there is no torrent
   */
  static Metainfo read(String argument) throws DownloadException, InterruptedException {
    var file = file(argument);
    if (file.isPresent()) {
      return Downloader.readTorrent(file.get());
    }
    var url = DownloadUrl.parse(argument);
    if (url.isOpaque()) {
      throw new IllegalArgumentException(
          argument + ": must be a .torrent file or an HTTP URL, was a magnet link");
    }
    return NegotiatedTorrent.at(url, HttpOptions.throughProxies(ClientSettings.DEFAULT));
  }

  /** Returns whether a file is meant, even if it is missing: no host has such a name. */
  private static boolean isPath(String argument) {
    boolean isName = argument.endsWith(".torrent") && !argument.contains("/");
    return isName || argument.matches("(?s)\\.{0,2}/.*");
  }

  private static Optional<Path> file(String argument) {
    try {
      Path path = Path.of(argument);
      if (!argument.contains("://") && (Files.exists(path) || isPath(argument))) {
        return Optional.of(path);
      }
    } catch (InvalidPathException e) {
      // It may be a URL.
    }
    return Optional.empty();
  }
}
