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

  /** Returns a source whose torrent the server has to be asked for. */
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

  /** Returns the file's name in the torrent or URL, which must not be trusted. */
  String name() {
    return torrent == null ? DownloadUrl.fileName(url) : torrent.info().name();
  }

  /** Returns the length in bytes, or 0 if it is not known yet. */
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
