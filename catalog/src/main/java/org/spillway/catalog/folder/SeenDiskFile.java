package org.spillway.catalog.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.spillway.catalog.source.SeenFile;
import org.spillway.catalog.source.SourceFile;

/** A file on disk, at the end of an open path. */
final class SeenDiskFile implements SeenFile {
  private final SourceFile file;
  private final OpenPath openPath;
  private final Path real;
  private final FileStatus status;
  private final LongSupplier nanoTime;

  /** The time at which the last full look began, by {@code nanoTime}. */
  private volatile long lookedAt;

  /**
   * @param openPath the path to its folder, or, for a link, to what it leads to
   * @param lookedAt when the look began, by that clock
   * @param nanoTime as {@link System#nanoTime}
   */
  SeenDiskFile(
      SourceFile file,
      OpenPath openPath,
      Path real,
      FileStatus status,
      long lookedAt,
      LongSupplier nanoTime) {
    this.file = file;
    this.openPath = openPath;
    this.real = real;
    this.status = status;
    this.lookedAt = lookedAt;
    this.nanoTime = nanoTime;
  }

  @Override
  public SourceFile file() {
    return file;
  }

  Path real() {
    return real;
  }

  /** Returns the status at the first look. */
  FileStatus status() {
    return status;
  }

  /**
   * Looks again. Every tenth of a second that is a full look; in between, the time of change is
   * left out, because Java reads the rest at half the price.
   */
  @Override
  public boolean isCurrent() {
    long now = nanoTime.getAsLong();
    try {
      return openPath.isOpen(now)
          && (now - lookedAt < OpenPath.LOOK ? looksTheSame() : isTheSame(now));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean looksTheSame() throws IOException {
    var now = Files.readAttributes(real, PosixFileAttributes.class, NOFOLLOW_LINKS);
    return now.size() == status.length()
        && now.lastModifiedTime().to(TimeUnit.NANOSECONDS) == status.modified()
        && status.key().equals(now.fileKey())
        && now.permissions().contains(PosixFilePermission.OTHERS_READ);
  }

  private boolean isTheSame(long now) throws IOException {
    boolean same = FileStatus.of(real).equals(status);
    if (same) {
      lookedAt = now;
    }
    return same;
  }
}
