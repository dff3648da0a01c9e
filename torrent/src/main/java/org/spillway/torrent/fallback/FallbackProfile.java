package org.spillway.torrent.fallback;

/**
 * Limits how large published records and RRsets may be. Readers need not know which profile was
 * used.
 */
public enum FallbackProfile {
  /**
   * Suits our own name server and its secondaries: RDATA has less than 16,000 bytes, which is what
   * NSD transfers, and the strings of one RRset have 60,000 bytes, so that its answer stays below
   * 64 KiB.
   */
  DEFAULT(11_900, 11_000, 4),

  /**
   * Suits hosted DNS: one record has 2,048 characters and one name 8,192, counted as they stand in
   * a zone file, with quotes and spaces.
   */
  PORTABLE(1_500, 1_470, 3);

  /** The most names that a split torrent takes. */
  public static final int MAX_PARTS = 400;

  /** The most tagged records in one RRset, far from the 100 above which BIND refuses a zone. */
  static final int SET_RECORDS = 4;

  private final int maxPlain;
  private final int recordBytes;
  private final int besideSignature;

  FallbackProfile(int maxPlain, int recordBytes, int besideSignature) {
    this.maxPlain = maxPlain;
    this.recordBytes = recordBytes;
    this.besideSignature = besideSignature;
  }

  /** Returns the length of the longest .torrent in the plain form, in bytes. */
  public int maxPlain() {
    return maxPlain;
  }

  /**
   * Returns the length of the longest .torrent that stands at one name, in bytes; a longer one is
   * split.
   */
  public int maxTagged() {
    return recordBytes * SET_RECORDS;
  }

  /** Returns the length of the longest .torrent that can be published at all, in bytes. */
  public int maxTorrent() {
    return maxTagged() * MAX_PARTS;
  }

  /** Returns how many tagged records leave room for a signature in their RRset. */
  int besideSignature() {
    return besideSignature;
  }

  /** Returns how many bytes of the .torrent one tagged record holds. */
  int recordBytes() {
    return recordBytes;
  }
}
