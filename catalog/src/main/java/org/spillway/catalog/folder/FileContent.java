package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;

/** One version of a file on disk. */
final class FileContent implements Content {
  private final SourceFile file;
  private final Path real;
  private final FileStatus opened;
  private final FileChannel channel;
  private final boolean kept;

  /**
   * @param opened of this very version
   * @param kept whether reading may go on when the name leads to another file or to none
   */
  FileContent(SourceFile file, Path real, FileStatus opened, FileChannel channel, boolean kept) {
    this.file = file;
    this.real = real;
    this.opened = opened;
    this.channel = channel;
    this.kept = kept;
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
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
   * (Not so a second write through a memory map: what is offered must not be written that way.)
   */
  @Override
  public void verify() throws ContentChangedException {
    boolean unchanged;
    try {
      var now = FileStatus.of(real);
      boolean sameFile = now.inode() == opened.inode();
      unchanged = sameFile ? now.version().equals(file.version()) : keepsItsBytes();
    } catch (NoSuchFileException e) {
      unchanged = keepsItsBytes();
    } catch (IOException e) {
      unchanged = false;
    }
    if (!unchanged) {
      throw new ContentChangedException(file.path());
    }
  }

  /**
   * Whether the open file, which its name no longer leads to, is sure to stay as it was: so it is
   * if that name was its only one.
   */
  private boolean keepsItsBytes() {
    try {
      return kept && opened.links() == 1 && channel.size() == file.length();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
