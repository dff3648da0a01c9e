package org.spillway.client;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Knows how to treat what stands at a path that somebody has chosen for output. A symbolic link is
 * followed, so that it stays. A regular file is replaced by one rename. A device, a FIFO or a
 * socket is written into and never replaced.
 */
public final class OutputFile {
  /** The most links in a row, as many as Linux follows. */
  private static final int MOST_LINKS = 40;

  private OutputFile() {}

  /**
   * Returns the path to which symbolic links lead; the file there may be missing. Links among the
   * folders on the way are left as they are.
   *
   * @throws IOException if the links lead in a circle, or cannot be read
   */
  public static Path follow(Path path) throws IOException {
    Path at = path;
    for (int links = 0; links <= MOST_LINKS; links++) {
      if (!Files.isSymbolicLink(at)) {
        return at;
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    throw new FileSystemException(path.toString(), null, "the symbolic links lead in a circle");
  }

  /**
   * Returns whether the path leads to a device, a FIFO or a socket, which has no content that could
   * be replaced.
   */
  public static boolean isStream(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isOther();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether both paths lead to one file, also if one is a link or is spelled otherwise. */
  public static boolean isSame(Path one, Path other) throws IOException {
    return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
  }

  /**
   * Gives a complete file its final name by one rename.
   *
   * @param complete a file in the same file system
   * @param target a path without links, see {@link #follow}
   * @param replace whether another regular file may be replaced
   * @throws FileAlreadyExistsException if something stands there that must not be replaced
   */
  public static void rename(Path complete, Path target, boolean replace) throws IOException {
    if (isStream(target)) {
      throw new FileAlreadyExistsException(target.toString(), null, "is no regular file");
    }
    if (replace) {
      Files.move(complete, target, ATOMIC_MOVE, REPLACE_EXISTING);
      return;
    }
    try {
      // A link fails if the name is taken, where a rename would replace a file that has just come.
      Files.createLink(target, complete);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // Some file systems, such as FAT, have no links.
      Files.move(complete, target);
      return;
    }
    Files.delete(complete);
  }

  /**
   * Writes bytes to a target, as this class says.
   *
   * @param replace whether another regular file may be replaced
   * @throws FileAlreadyExistsException if a file or folder is there that must not be replaced
   */
  public static void write(Path target, byte[] content, boolean replace) throws IOException {
    Path file = follow(target);
    if (isStream(file)) {
      Files.write(file, content, WRITE);
      return;
    }
    if (Files.exists(file, NOFOLLOW_LINKS) && (!replace || Files.isDirectory(file))) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder == null ? Path.of("") : folder, ".spillway-", ".part");
    try {
      // A temporary file is for its owner alone, and the target is not: it is made anew.
      Files.delete(part);
      Files.write(part, content, CREATE_NEW);
      rename(part, file, replace);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Writes a whole file into a device, a FIFO or a socket. A FIFO is opened only once somebody
   * reads it.
   */
  public static void copyInto(Path stream, InputStream content) throws IOException {
    try (var channel = FileChannel.open(stream, WRITE);
        var out = Channels.newOutputStream(channel)) {
      content.transferTo(out);
    }
  }
}
