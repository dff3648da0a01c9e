package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;

/**
 * A file on disk to which others append, up to its length when it was opened. If the file is
 * written to and does not grow, it was overwritten, and is no content any more.
 */
final class GrowingContent implements Content {
  private final SourceFile file;
  private final Path real;
  private final FileChannel channel;
  private volatile FileStatus seen;

  /**
   * Makes a content of an open file.
   *
   * @param opened the status when it was opened; the file may have grown beyond its length
   */
  GrowingContent(SourceFile file, Path real, FileStatus opened, FileChannel channel) {
    this.file = file;
    this.real = real;
    this.channel = channel;
    this.seen = opened;
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
    FileContent.read(file, channel, target, position);
  }

  @Override
  public void verify() throws ContentChangedException {
    if (!hasOnlyGrown()) {
      throw new ContentChangedException(file.path());
    }
  }

  private boolean hasOnlyGrown() {
    try {
      var now = FileStatus.of(real);
      return now.inode() == seen.inode() ? hasOnlyGrown(now) : isAllThere();
    } catch (NoSuchFileException e) {
      return isAllThere();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasOnlyGrown(FileStatus now) throws IOException {
    var before = seen;
    boolean whole = FileFinder.isOpenFile(now) && now.length() >= before.length();
    if (!whole || (isWritten(before, now) && !growsSoon(now))) {
      return false;
    }
    seen = now;
    return true;
  }

  /** Returns whether bytes were written before the former end of the file. */
  private static boolean isWritten(FileStatus before, FileStatus now) {
    // A modification time that was set, as copying does in the end, is not the time of change.
    boolean written = now.modified() != before.modified() && now.modified() == now.changed();
    return written && now.length() == before.length();
  }

  /**
   * Returns whether the file grows within a moment: a write moves the time first and the length
   * last.
   */
  private boolean growsSoon(FileStatus now) throws IOException {
    now.awaitSettled();
    return FileStatus.of(real).length() > now.length();
  }

  /**
   * Returns whether the whole content can be read from a file that lost its name, as a rotated log
   * does.
   */
  private boolean isAllThere() {
    try {
      return seen.links() == 1 && channel.size() >= seen.length();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
