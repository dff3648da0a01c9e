package org.spillway.catalog;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Where files come from. Safe for use by many threads. */
interface ContentSource {

  /** The file as it is now, if it exists and the world may read it. */
  Optional<SourceFile> find(String path);

  /**
   * Shows every file that may be offered.
   *
   * @throws IOException if the root itself cannot be read; what lies below is passed over
   */
  void walk(Consumer<SourceFile> visitor) throws IOException;

  /**
   * Opens this very version.
   *
   * @throws ContentChangedException if there is another one by now, or none
   */
  Content open(SourceFile file) throws IOException;
}
