package org.spillway.torrent.fallback;

/**
 * How large records and RRsets may be where they are published. What is read may have been
 * published under either, so readers need not know which.
 */
public enum FallbackProfile {
  /**
   * Our own name server and its secondaries: RDATA below 16,000 bytes, which is what NSD transfers,
   * and strings of 60,000 bytes in one RRset, whose answer then stays below 64 KiB.
   */
  DEFAULT(11_900, 11_000, 4),

  /**
   * Hosted DNS: 2,048 characters in one record and 8,192 at one name, counted as they stand in a
   * zone file, with the quotes and spaces.
   */
  PORTABLE(1_500, 1_470, 3);

  /** Parts of a split torrent: so many names one torrent takes at most. */
  public static final int MAX_PARTS = 400;

  /** Tagged records in one RRset: far from the 100 above which BIND refuses a zone. */
  static final int SET_RECORDS = 4;

  private final int maxPlain;
  private final int recordBytes;
  private final int besideSignature;

  FallbackProfile(int maxPlain, int recordBytes, int besideSignature) {
    this.maxPlain = maxPlain;
    this.recordBytes = recordBytes;
    this.besideSignature = besideSignature;
  }

  /** The longest .torrent in the plain form, in bytes. */
  public int maxPlain() {
    return maxPlain;
  }

  /** The longest .torrent that stands at one name, in bytes: above it, it is split. */
  public int maxTagged() {
    return recordBytes * SET_RECORDS;
  }

  /** The longest .torrent that can be published at all, in bytes. */
  public int maxTorrent() {
    return maxTagged() * MAX_PARTS;
  }

  /** Tagged records that leave room for a signature in their RRset. */
  int besideSignature() {
    return besideSignature;
  }

  /** Bytes of the .torrent in one tagged record. */
  int recordBytes() {
    return recordBytes;
  }
}
