package org.spillway.catalog.source;

/** The kind of thing at a path that {@link ContentSource#find} does not find. */
public enum PathKind {
  /**
   * There is nothing, or nothing that anybody should know of: a hidden name, or a file that is not
   * offered.
   */
  NOTHING,

  /**
   * There is something that the world may not read. All paths below a folder that the world may not
   * enter count as well, whether they exist or not.
   */
  DENIED,

  /** There is a folder that the world may enter, though perhaps not list. */
  FOLDER
}
