package org.spillway.catalog.folder;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import org.spillway.catalog.handle.PathHandle;

/**
 * Opens files and reads folders below a root, and nothing outside of it, whatever others do to the
 * folders meanwhile: goes from the handle of one folder to that of the next, and neither follows a
 * link nor enters what is closed to the world. Only what is known to be a regular file or a folder
 * is opened, because opening a FIFO would wait until somebody writes to it. Where the system has no
 * such handles, {@link StreamedFolders} does the work.
 */
final class SafeFolders {
  private static final System.Logger log = System.getLogger(SafeFolders.class.getName());

  private SafeFolders() {}

  /** Tells the operator if this system has no handles. */
  static void warnOfSystem() {
    if (!PathHandle.problem().isEmpty()) {
      log.log(
          WARNING,
          "content.root: whoever may write there can make threads hang, by putting a FIFO in the"
              + " place of a file that is being opened, because {0}. Let only people write there"
              + " whom you trust",
          PathHandle.problem());
    }
  }

  /**
   * @param root the real path of the root
   * @param file the real path of a file below the root
   * @throws IOException if it cannot be opened, or is not below the root any more
   */
  static OpenFile open(Path root, Path file) throws IOException {
    if (!PathHandle.problem().isEmpty()) {
      return StreamedFolders.open(root, file);
    }
    try (var folder = hold(root, FolderPaths.folderOf(file));
        var held = folder.child(file.getFileName())) {
      var attributes = held.attributes();
      if (!attributes.isRegularFile()) {
        throw new NoSuchFileException(file.toString(), null, "not a regular file");
      }
      return new OpenFile(open(held, file), attributes.fileKey());
    }
  }

  /** Returns the names in a folder that are not hidden. */
  static NameList names(Path root, Path folder) throws IOException {
    if (!PathHandle.problem().isEmpty()) {
      return StreamedFolders.names(root, folder);
    }
    try (var held = hold(root, folder);
        var entries = Files.newDirectoryStream(held.path())) {
      return NameList.of(entries);
    }
  }

  private static PathHandle hold(Path root, Path folder) throws IOException {
    var held = PathHandle.of(root);
    for (Path name : FolderPaths.namesTo(root, folder)) {
      held = into(held, name);
    }
    return held;
  }

  /** Exchanges the handle of a folder for that of one in it. */
  private static PathHandle into(PathHandle folder, Path name) throws IOException {
    try (folder) {
      var next = folder.child(name);
      try {
        requireOpen(next, name);
        return next;
      } catch (IOException e) {
        next.close();
        throw e;
      }
    }
  }

  private static void requireOpen(PathHandle folder, Path name) throws IOException {
    var attributes = folder.attributes();
    if (!attributes.isDirectory()) {
      throw new NotDirectoryException(name.toString());
    }
    if (!attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)) {
      throw new IOException(name + ": closed to the world");
    }
  }

  private static FileChannel open(PathHandle held, Path file) throws IOException {
    try {
      return FileChannel.open(held.path(), StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(file.toString());
    } catch (FileSystemException e) {
      throw new FileSystemException(file.toString(), null, e.getReason());
    }
  }
}
