package org.spillway.client.helper;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadUrl;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.torrent.Metainfo;

/** The URL of a file and, if the extension has it, the file's torrent. Immutable. */
final class DownloadSource {
  private final URI url;
  private final @Nullable Metainfo torrent;

  private DownloadSource(URI url, @Nullable Metainfo torrent) {
    this.url = url;
    this.torrent = torrent;
  }

  /** The server is asked for the torrent. */
  static DownloadSource of(URI url) {
    return new DownloadSource(url, null);
  }

  static DownloadSource of(URI url, Metainfo torrent) {
    return new DownloadSource(url, torrent);
  }

  URI url() {
    return url;
  }

  Optional<Metainfo> torrent() {
    return Optional.ofNullable(torrent);
  }

  /** What torrent or URL call the file; not to be trusted. */
  String name() {
    return torrent == null ? DownloadUrl.fileName(url) : torrent.info().name();
  }

  /** In bytes; 0 if it is not known yet. */
  long length() {
    return torrent == null ? 0 : torrent.info().length();
  }

  void download(Downloader downloader, Path target, Progress progress)
      throws DownloadException, InterruptedException {
    if (torrent == null) {
      downloader.get(url, target, progress);
    } else {
      downloader.get(url, torrent, target, progress);
    }
  }
}
