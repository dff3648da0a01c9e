package org.spillway.catalog.usage;

/**
 * The amounts that were sent.
 *
 * @param bytes the bytes of content, without header fields or message frames
 * @param blocks the blocks among them that went to peers; 0 over HTTP
 * @param rejected the requests for blocks that were rejected or dropped; 0 over HTTP
 */
public record Usage(long bytes, long blocks, long rejected) {
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Returns the sum of both. */
  public Usage plus(Usage other) {
    return new Usage(bytes + other.bytes, blocks + other.blocks, rejected + other.rejected);
  }

  /** Returns what has come since an earlier count. */
  public Usage minus(Usage earlier) {
    return new Usage(bytes - earlier.bytes, blocks - earlier.blocks, rejected - earlier.rejected);
  }
}
