package org.spillway.catalog.source;

/** What is at a path that {@link ContentSource#find} does not give. */
public enum Place {
  /** Nothing, or nothing that anybody should know of: hidden names, what is not to be offered. */
  NOTHING,

  /**
   * Something that the world may not read. Also all below a folder that the world may not enter,
   * whether it exists or not.
   */
  DENIED,

  /** A folder that the world may enter, though perhaps not list. */
  FOLDER
}
