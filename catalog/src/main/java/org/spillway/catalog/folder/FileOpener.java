package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;

/** Opens one version of a file. Safe for use by many threads. */
final class FileOpener {
  private final FileLooks looks;
  private final TreePaths paths;

  FileOpener(FileLooks looks, TreePaths paths) {
    this.looks = looks;
    this.paths = paths;
  }

  /**
   * @param kept whether reading may go on when the path leads to another file or to none
   * @throws ContentChangedException if there is another version by now, or none
   */
  Content open(SourceFile file, boolean kept) throws IOException {
    try {
      return tryToOpen(file, kept);
    } catch (ContentChangedException e) {
      throw e;
    } catch (IOException e) {
      // The way can be another one since it was looked at.
      looks.forget(file.path());
      return tryToOpen(file, kept);
    }
  }

  private Content tryToOpen(SourceFile file, boolean kept) throws IOException {
    var seen = see(file);
    Path root = paths.realRoot();
    awaitSettled(seen.status());
    try {
      return content(file, seen.real(), SafeFolders.open(root, seen.real()), kept);
    } catch (NoSuchFileException e) {
      looks.forget(file.path());
      throw new ContentChangedException(file.path());
    }
  }

  /**
   * @throws ContentChangedException if it is not this version any more
   */
  private FileSighting see(SourceFile file) throws ContentChangedException {
    var seen = looks.sight(file.path());
    if (seen.isEmpty() || !seen.get().file().version().equals(file.version())) {
      looks.forget(file.path());
      throw new ContentChangedException(file.path());
    }
    return seen.get();
  }

  /** What is read from then on belongs to the version of this status, or is found out later. */
  private static void awaitSettled(FileStatus status) {
    long left = status.nanosUntilSettled(FileStatus.now());
    // Who is interrupted cannot read from a channel anyway.
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = status.nanosUntilSettled(FileStatus.now());
    }
  }

  /** What was opened can differ from what was seen before. */
  private static Content content(SourceFile file, Path real, OpenFile opened, boolean kept)
      throws IOException {
    try {
      var status = FileStatus.of(real);
      if (!status.version().equals(file.version()) || !status.key().equals(opened.key())) {
        throw new ContentChangedException(file.path());
      }
      return new FileContent(file, real, status, opened.channel(), kept);
    } catch (IOException e) {
      opened.channel().close();
      throw e;
    }
  }
}
