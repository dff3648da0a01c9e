package org.spillway.client.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The place beside the target that has the content until it is complete. */
sealed interface Part extends AutoCloseable permits PartFile, PartFolder {
  /** Returns the place of a target. */
  static Path of(Path target) {
    return target.resolveSibling(NameRules.part(String.valueOf(target.getFileName())));
  }

  DiskFiles disk();

  OpenFiles open();

  /** Returns sentences for the user about names that differ from the torrent's. */
  List<String> notes();

  /**
   * Gives the content its final name. The part cannot be used after that.
   *
   * @param overwrite whether other content of that name may be replaced
   */
  void rename(boolean overwrite) throws IOException;

  /** Releases the part, which stays if it was not renamed. */
  @Override
  void close() throws IOException;
}
