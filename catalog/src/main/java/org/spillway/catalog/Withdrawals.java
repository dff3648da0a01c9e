package org.spillway.catalog;

import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.GrowingFiles;

/** Withdraws the torrents of files that turn out to have changed. Safe for use by many threads. */
final class Withdrawals {
  private final OfferedTorrents offered;
  private final GrowingFiles growing;

  Withdrawals(OfferedTorrents offered, GrowingFiles growing) {
    this.offered = offered;
    this.growing = growing;
  }

  /** Looks at a file, and withdraws its torrent if that is of another version. */
  void lookAt(String path) {
    offered.find(path).ifPresentOrElse(this::saw, () -> missed(path));
  }

  /** Withdraws the torrent of a file that was seen, if it is of another version. */
  void saw(SourceFile file) {
    if (!offered.has(offered.asHashed(file))) {
      sawOffered(file.path());
      growing.saw(file);
      offered.withdrawUnlessCurrent(file.path());
    }
  }

  /** Withdraws the torrent of a file that was not found. */
  void missed(String path) {
    sawOffered(path);
    offered.withdrawUnlessCurrent(path);
  }

  private void sawOffered(String path) {
    offered.index().byPath(path).ifPresent(entry -> growing.saw(entry.file()));
  }
}
