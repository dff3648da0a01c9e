package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Paths of folders and files below a root. */
final class FolderPaths {
  private FolderPaths() {}

  static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file lies in a folder");
  }

  /**
   * Returns the path by which a folder is to be opened: by its bare name, Java would wait for
   * somebody who writes if a FIFO is there by now.
   */
  static Path inside(Path folder) {
    return folder.resolve(".");
  }

  /** Returns the names on the way from a root to a folder. */
  static Iterable<Path> namesTo(Path root, Path folder) throws IOException {
    requireWithin(root, folder);
    return folder.equals(root) ? List.of() : root.relativize(folder);
  }

  static void requireWithin(Path root, Path folder) throws IOException {
    if (!folder.startsWith(root)) {
      throw new IOException(folder + ": outside of " + root);
    }
  }
}
