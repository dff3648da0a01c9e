package org.spillway.catalog;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** Where files come from. Safe for use by many threads. */
interface ContentSource {

  /** The file as it is now, if it exists and the world may read it. */
  Optional<SourceFile> find(String path);

  /**
   * Shows every file that may be offered.
   *
   * @param visitor says whether to go on
   * @throws IOException if the root itself cannot be read; what lies below is passed over
   */
  void walk(Predicate<SourceFile> visitor) throws IOException;

  /**
   * Opens this very version, and is content only as long as the path leads to it. Waits for some
   * milliseconds if the file changed just now: a further change might not show.
   *
   * @throws ContentChangedException if there is another version by now, or none
   */
  Content open(SourceFile file) throws IOException;

  /**
   * As {@link #open}, but when the file is replaced or removed, what is open can be read to its
   * end.
   */
  Content openKept(SourceFile file) throws IOException;
}
