package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.VersionedContent;

/** One version of a file on disk, or a later version that may have the same bytes. */
final class FileContent implements VersionedContent {
  private record Seen(FileStatus status, String version) {}

  private final SourceFile file;
  private final Path real;
  private final FileChannel channel;
  private final boolean kept;
  private final String opened;

  /** The last look; its status was settled before what is read now. */
  private volatile Seen seen;

  /**
   * Makes a content of an open file.
   *
   * @param file the file, whose length is that of the content
   * @param opened the status of the file when it was opened
   * @param kept whether reading may go on when the name leads to another file or to none
   */
  FileContent(SourceFile file, Path real, FileStatus opened, FileChannel channel, boolean kept) {
    this.file = file;
    this.real = real;
    this.channel = channel;
    this.kept = kept;
    this.opened = opened.version();
    this.seen = new Seen(opened, this.opened);
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
    read(file, channel, target, position);
  }

  /**
   * Reads like {@link #read(ByteBuffer, long)}, up to the length that the file had when it was
   * looked at.
   */
  static void read(SourceFile file, FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    int room = (int) Math.min(target.remaining(), Math.max(0, file.length() - position));
    int limit = target.limit();
    target.limit(target.position() + room);
    long at = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, at);
      if (count < 0) {
        throw new ContentChangedException(file.path());
      }
      at += count;
    }
    target.limit(limit);
  }

  /**
   * A write moves the file's times before it moves bytes, so unchanged times mean unchanged bytes.
   * (This does not hold for a second write through a memory map, so offered files must not be
   * written that way.)
   */
  @Override
  public void verify() throws ContentChangedException {
    if (!version().equals(file.version())) {
      throw new ContentChangedException(file.path());
    }
  }

  @Override
  public String opened() {
    return opened;
  }

  @Override
  public String version() throws ContentChangedException {
    var before = seen;
    try {
      var now = FileStatus.of(real);
      if (now.inode() == before.status.inode()) {
        return version(before, now);
      }
    } catch (NoSuchFileException e) {
      // Its name is gone, and the open file may still be the same.
    } catch (IOException e) {
      throw new ContentChangedException(file.path());
    }
    if (keepsItsBytes(before.status)) {
      return before.version;
    }
    throw new ContentChangedException(file.path());
  }

  private String version(Seen before, FileStatus now) throws ContentChangedException {
    boolean mayBeIt = FileFinder.isOpenFile(now) && now.length() >= file.length();
    if (!mayBeIt) {
      throw new ContentChangedException(file.path());
    }
    if (now.equals(before.status)) {
      return before.version;
    }
    var looked = new Seen(now, now.version());
    now.awaitSettled();
    seen = looked;
    return looked.version;
  }

  /**
   * Returns whether the open file, to which its name no longer leads, is sure to stay as it was. It
   * is if that name was its only one.
   */
  private boolean keepsItsBytes(FileStatus last) {
    try {
      return kept && last.links() == 1 && channel.size() == last.length();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
