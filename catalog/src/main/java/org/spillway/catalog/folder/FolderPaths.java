package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** Paths of folders and files below a root. */
final class FolderPaths {
  private FolderPaths() {}

  static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file lies in a folder");
  }

  static void requireWithin(Path root, Path folder) throws IOException {
    if (!folder.startsWith(root)) {
      throw new IOException(folder + ": outside of " + root);
    }
  }
}
