package org.spillway.torrent;

/** Says which hashes an info dictionary carries. */
public enum TorrentFormat {
  /** The SHA-1 of each piece (BEP 3). */
  V1,
  /** Both kinds of hashes, in one info dictionary with two infohashes (BEP 52, "Upgrade Path"). */
  HYBRID,
  /** A SHA-256 merkle tree for each file (BEP 52). */
  V2;

  public boolean hasV1() {
    return this != V2;
  }

  public boolean hasV2() {
    return this != V1;
  }
}
