package org.spillway.catalog.source;

/**
 * The content of a file that may be given another version while it is open. Safe for use by many
 * threads.
 */
public interface VersionedContent extends Content {
  /** Returns the version that was opened: it was settled before anything was read. */
  String opened();

  /**
   * Looks which version the open file has now. What is read between two calls that return the same
   * version is of that version. Waits for some milliseconds if it is another one than at the last
   * look: a further change might not show.
   *
   * @throws ContentChangedException if the path leads to another file, the file is shorter than it
   *     was, or the world may not read it any more
   */
  String version() throws ContentChangedException;
}
