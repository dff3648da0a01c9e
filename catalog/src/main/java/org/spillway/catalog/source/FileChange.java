package org.spillway.catalog.source;

/** The change of a file between two looks, as far as its status tells. */
public enum FileChange {
  /** Nothing has changed: it has the same bytes. */
  NONE,

  /**
   * Only metadata changed, such as links, owner or permissions; or somebody wrote bytes and put the
   * modification time back.
   */
  METADATA,

  /** It is the same file, as long as before, but its modification time is another one. */
  TIME,

  /** It is the same file, and longer than before. */
  GROWTH,

  /** It is another file, or a shorter one. */
  OTHER;

  /** Returns whether the bytes that were there before are likely to be there still. */
  public boolean mayKeepBytes() {
    return this != OTHER;
  }
}
