package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.FileChange;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.VersionedContent;

/** Opens one version of a file. Safe for use by many threads. */
final class FileOpener {
  /** A file whose status changes all the time is looked at again this often. */
  private static final int ATTEMPTS = 10;

  private interface Opening<T> {
    T open() throws IOException;
  }

  /** The file got another status between the look at it and its opening. */
  private static final class StatusMovedException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Makes a content of what was opened. */
  private interface Maker<T> {
    T make(FileStatus status, OpenFile opened);
  }

  private final FileFinder finder;
  private final TreePaths paths;

  FileOpener(FileFinder finder, TreePaths paths) {
    this.finder = finder;
    this.paths = paths;
  }

  /**
   * @param kept whether reading may go on when the path leads to another file or to none
   * @throws ContentChangedException if there is another version by now, or none
   */
  Content open(SourceFile file, boolean kept) throws IOException {
    return whileItChanges(file, () -> openOnce(file, see(file, FileChange.NONE), kept));
  }

  /**
   * Opens the file like {@link #open}, in every version that follows this one and may have its
   * bytes.
   */
  VersionedContent openVersions(SourceFile file, boolean kept) throws IOException {
    return whileItChanges(file, () -> openOnce(file, see(file, FileChange.GROWTH), kept));
  }

  private VersionedContent openOnce(SourceFile file, SeenDiskFile seen, boolean kept)
      throws IOException {
    // Bytes that are read from then on belong to this status, or a later look tells that they do
    // not.
    seen.status().awaitSettled();
    return opened(
        file,
        seen,
        (status, opened) -> new FileContent(file, seen.real(), status, opened.channel(), kept));
  }

  /** Opens a file that is appended to, and takes it for what it was when it had this length. */
  Content openGrowing(SourceFile file) throws IOException {
    return whileItChanges(file, () -> openGrowing(file, see(file, FileChange.GROWTH)));
  }

  /**
   * Opens a growing file. Its status is never settled: two renamings within one tick of the clock
   * would not show.
   */
  private Content openGrowing(SourceFile file, SeenDiskFile seen) throws IOException {
    return opened(
        file,
        seen,
        (status, opened) -> new GrowingContent(file, seen.real(), status, opened.channel()));
  }

  private <T> T whileItChanges(SourceFile file, Opening<T> opening) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return twice(file, opening);
      } catch (StatusMovedException e) {
        // The next look sees the newer status.
      }
    }
    throw new ContentChangedException(file.path());
  }

  /**
   * Opens a file, and tries a second time if the folders on its way have changed since they were
   * looked at.
   */
  private <T> T twice(SourceFile file, Opening<T> opening) throws IOException {
    try {
      return opening.open();
    } catch (ContentChangedException | StatusMovedException e) {
      throw e;
    } catch (IOException e) {
      finder.forget(file.path());
      return opening.open();
    }
  }

  /**
   * @param most the greatest change since then that does not matter
   * @throws ContentChangedException if it changed more than that
   */
  private SeenDiskFile see(SourceFile file, FileChange most) throws ContentChangedException {
    var seen = finder.see(file.path());
    boolean found =
        seen.isPresent()
            && FileVersion.change(file.version(), seen.get().file().version()).compareTo(most) <= 0;
    if (!found) {
      finder.forget(file.path());
      throw new ContentChangedException(file.path());
    }
    return seen.get();
  }

  private <T> T opened(SourceFile file, SeenDiskFile seen, Maker<T> maker) throws IOException {
    OpenFile opened;
    try {
      opened = SafeFolders.open(paths.realRoot(), seen.real());
    } catch (NoSuchFileException e) {
      finder.forget(file.path());
      throw new ContentChangedException(file.path());
    }
    try {
      requireSame(seen, opened);
      return maker.make(seen.status(), opened);
    } catch (IOException e) {
      opened.channel().close();
      throw e;
    }
  }

  /** Checks that the opened file is the one that was looked at before. */
  private static void requireSame(SeenDiskFile seen, OpenFile opened) throws IOException {
    var status = FileStatus.of(seen.real());
    boolean same =
        status.version().equals(seen.status().version()) && status.key().equals(opened.key());
    if (!same) {
      throw new StatusMovedException();
    }
  }
}
