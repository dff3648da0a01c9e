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
import java.util.Set;

/**
 * Does the work of {@link SafeFolders} where there are no handles: goes from one open folder into
 * the next. A file is looked at before it is opened, so that a FIFO that is put in its place in
 * between is waited for.
 */
final class StreamedFolders {
  private interface Task<T> {
    T in(SecureDirectoryStream<Path> folder) throws IOException;
  }

  private StreamedFolders() {}

  static OpenFile open(Path root, Path file) throws IOException {
    try (var top = Files.newDirectoryStream(FolderPaths.inside(root))) {
      return top instanceof SecureDirectoryStream<Path> secure
          ? in(
              secure,
              FolderPaths.namesTo(root, FolderPaths.folderOf(file)),
              folder -> open(folder, file.getFileName()))
          : CheckedFolders.open(root, file);
    } catch (AccessDeniedException e) {
      // A folder can let us enter it and not read it, as this way of entering needs.
      return CheckedFolders.open(root, file);
    }
  }

  static NameList names(Path root, Path folder) throws IOException {
    try (var top = Files.newDirectoryStream(FolderPaths.inside(root))) {
      return top instanceof SecureDirectoryStream<Path> secure
          ? in(secure, FolderPaths.namesTo(root, folder), NameList::of)
          : CheckedFolders.names(root, folder);
    } catch (AccessDeniedException e) {
      return CheckedFolders.names(root, folder);
    }
  }

  private static <T> T in(SecureDirectoryStream<Path> top, Iterable<Path> names, Task<T> task)
      throws IOException {
    var folder = top;
    try {
      for (Path name : names) {
        var before = folder;
        folder = before.newDirectoryStream(FolderPaths.inside(name), NOFOLLOW_LINKS);
        try {
          requireOpen(before, name, folder);
        } finally {
          closeUnless(before, top);
        }
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

  /**
   * @param folder what was opened by the name, or by the link that was there
   */
  private static void requireOpen(
      SecureDirectoryStream<Path> before, Path name, SecureDirectoryStream<Path> folder)
      throws IOException {
    var opened = folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
    if (!opened.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)) {
      throw new IOException(name + ": closed to the world");
    }
    if (!opened.fileKey().equals(attributesOf(before, name).fileKey())) {
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
