package org.spillway.catalog.version;

import java.util.BitSet;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceDigest;
import org.spillway.torrent.PieceHashes;

/**
 * Knows which versions of a file have the content of its torrent: the one that was hashed, and each
 * later one whose pieces were all found to be right. Safe for use by many threads.
 */
public final class PieceProofs {
  /**
   * The number of versions that are remembered; a reader of an older one proves again what it
   * reads.
   */
  private static final int REMEMBERED = 8;

  private final Metainfo metainfo;
  private final Consumer<PieceProofs> whenRefuted;
  private final Deque<String> trusted = new ConcurrentLinkedDeque<>();
  private volatile boolean refuted;

  /** The version that is being proved, and its right pieces; both guarded by this object. */
  private String candidate = "";

  private final BitSet right = new BitSet();

  /** The hashes of the pieces; null until something has to be proved. */
  private volatile @Nullable PieceHashes hashes;

  /**
   * @param metainfo the metainfo of a single file, with its piece layer if it has one
   * @param version the version that was hashed
   * @param whenRefuted is called once, when a piece turns out to be another one
   */
  public PieceProofs(Metainfo metainfo, String version, Consumer<PieceProofs> whenRefuted) {
    this.metainfo = metainfo;
    this.whenRefuted = whenRefuted;
    trust(version);
  }

  /** Returns whether every byte of this version is known to be right. */
  public boolean trusts(String version) {
    return trusted.contains(version);
  }

  /** Notes that a version has the content of the torrent. */
  public void trust(String version) {
    if (!trusts(version)) {
      trusted.addFirst(version);
      if (trusted.size() > REMEMBERED) {
        trusted.pollLast();
      }
    }
  }

  /**
   * Returns whether a piece was found to be another one: no version but the trusted ones is right.
   */
  boolean isRefuted() {
    return refuted;
  }

  void refute() {
    boolean first;
    synchronized (this) {
      first = !refuted;
      refuted = true;
    }
    if (first) {
      whenRefuted.accept(this);
    }
  }

  int pieceLength() {
    return metainfo.info().pieceLength();
  }

  int pieceSize(int piece) {
    return metainfo.info().pieceSize(piece);
  }

  PieceDigest digest(int piece) {
    return hashes().digest(piece);
  }

  private PieceHashes hashes() {
    var known = hashes;
    if (known == null) {
      known = PieceHashes.of(metainfo).orElseThrow();
      hashes = known;
    }
    return known;
  }

  /** Returns whether pieces of a version were found to be right. */
  synchronized boolean areRight(String version, PieceRun pieces) {
    return candidate.equals(version) && right.nextClearBit(pieces.first()) > pieces.last();
  }

  /** Notes that pieces of a version were found to be right. */
  synchronized void foundRight(String version, BitSet pieces) {
    if (!candidate.equals(version)) {
      candidate = version;
      right.clear();
    }
    right.or(pieces);
    if (right.cardinality() == metainfo.info().pieceCount()) {
      trust(version);
    }
  }
}
