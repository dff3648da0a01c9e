package org.spillway.catalog;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** One version of a file on disk. */
final class FileContent implements Content {
  private final SourceFile file;
  private final Path real;
  private final FileChannel channel;

  FileContent(SourceFile file, Path real, FileChannel channel) {
    this.file = file;
    this.real = real;
    this.channel = channel;
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
   * A write moves the modification time before it moves bytes, so an unchanged time means unchanged
   * bytes. A file that was replaced or removed is not the one that is open here: that one can no
   * longer be reached by a name, and keeps its bytes.
   */
  @Override
  public void verify() throws ContentChangedException {
    String version = currentVersion();
    boolean sameInode = inode(version).equals(inode(file.version()));
    if (sameInode && !version.equals(file.version())) {
      throw new ContentChangedException(file.path());
    }
  }

  /** Whether the name still leads to this very version. */
  void verifyIdentity() throws ContentChangedException {
    if (!currentVersion().equals(file.version())) {
      throw new ContentChangedException(file.path());
    }
  }

  private String currentVersion() throws ContentChangedException {
    try {
      return FileTree.version(
          Files.readAttributes(real, BasicFileAttributes.class, NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new ContentChangedException(file.path());
    }
  }

  private static String inode(String version) {
    return version.substring(version.lastIndexOf('-') + 1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
