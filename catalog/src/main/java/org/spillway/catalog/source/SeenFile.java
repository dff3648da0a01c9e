package org.spillway.catalog.source;

/** A file as it was seen, which can be looked at again cheaply. Safe for use by many threads. */
public interface SeenFile {
  SourceFile file();

  /**
   * Returns whether the file is still there as it was seen, by a look at it now. A change of
   * nothing but permissions, links or what only a full look shows is found up to a tenth of a
   * second late.
   */
  boolean isCurrent();
}
