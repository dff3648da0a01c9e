package org.spillway.catalog.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/**
 * Opens files and reads folders below a root, and nothing outside of it, whatever others do to the
 * folders meanwhile: goes from one open folder into the next, and neither follows a link nor enters
 * what is closed to the world.
 */
final class SafeFolders {
  private interface Task<T> {
    T in(SecureDirectoryStream<Path> folder) throws IOException;
  }

  private SafeFolders() {}

  /**
   * @param root the real path of the root
   * @param file the real path of a file below the root
   * @throws IOException if it cannot be opened, or is not below the root any more
   */
  static OpenFile open(Path root, Path file) throws IOException {
    try (var top = Files.newDirectoryStream(root)) {
      return top instanceof SecureDirectoryStream<Path> secure
          ? in(
              secure,
              namesTo(root, FolderPaths.folderOf(file)),
              folder -> open(folder, file.getFileName()))
          : CheckedFolders.open(root, file);
    } catch (AccessDeniedException e) {
      // This way of entering needs a folder that lets us read it, but some only let us enter.
      return CheckedFolders.open(root, file);
    }
  }

  /** Returns the names in a folder that are not hidden. */
  static NameList names(Path root, Path folder) throws IOException {
    try (var top = Files.newDirectoryStream(root)) {
      return top instanceof SecureDirectoryStream<Path> secure
          ? in(secure, namesTo(root, folder), NameList::of)
          : CheckedFolders.names(root, folder);
    } catch (AccessDeniedException e) {
      return CheckedFolders.names(root, folder);
    }
  }

  private static Iterable<Path> namesTo(Path root, Path folder) throws IOException {
    FolderPaths.requireWithin(root, folder);
    return folder.equals(root) ? List.of() : root.relativize(folder);
  }

  private static <T> T in(SecureDirectoryStream<Path> top, Iterable<Path> names, Task<T> task)
      throws IOException {
    var folder = top;
    try {
      for (Path name : names) {
        var before = folder;
        requireFolder(before, name);
        folder = before.newDirectoryStream(name, NOFOLLOW_LINKS);
        closeUnless(before, top);
        requireOpen(folder, name);
      }
      return task.in(folder);
    } finally {
      closeUnless(folder, top);
    }
  }

  /** Closes a folder, unless it is the top one, which the caller that opened it closes. */
  private static void closeUnless(DirectoryStream<Path> folder, DirectoryStream<Path> top)
      throws IOException {
    if (folder != top) {
      folder.close();
    }
  }

  private static void requireOpen(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    var attributes = folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
    if (!attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)) {
      throw new IOException(name + ": closed to the world");
    }
  }

  /** Looks before it is entered: to open a FIFO would wait for somebody who writes to it. */
  private static void requireFolder(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    if (!attributesOf(folder, name).isDirectory()) {
      throw new NotDirectoryException(name.toString());
    }
  }

  private static BasicFileAttributes attributesOf(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static OpenFile open(SecureDirectoryStream<Path> folder, Path name) throws IOException {
    // Opening a FIFO would wait until somebody writes to it.
    if (!attributesOf(folder, name).isRegularFile()) {
      throw new NoSuchFileException(name.toString(), null, "not a regular file");
    }
    var channel =
        (FileChannel) folder.newByteChannel(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
    try {
      return new OpenFile(channel, attributesOf(folder, name).fileKey());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
