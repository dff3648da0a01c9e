package org.spillway.torrent.announce;

import java.net.InetAddress;
import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/**
 * A peer announces itself to the tracker and asks for others.
 *
 * @param infoHash the infohash; of a v2 torrent the truncated one (BEP 52)
 * @param peerId the id of the peer
 * @param uploaded the bytes sent since it started, as the peer claims
 * @param downloaded the bytes received since it started, as the peer claims
 * @param left the bytes that it still needs: 0 for a seeder, {@link #UNKNOWN_LEFT} before it has
 *     the metainfo
 * @param event why the peer announces itself
 * @param port the port on which it accepts connections, see {@link #acceptsConnections}
 * @param key the key by which a tracker recognises the peer after its address changed; 0 if there
 *     is none
 * @param numWant how many peers it asks for; {@link #DEFAULT_NUM_WANT} leaves that to the tracker
 * @param addresses the peer's own addresses if it names them (BEP 3, BEP 7), which is rare; a
 *     tracker should believe them only of peers whose true address it cannot see
 * @param compact whether peers should be sent in the form of BEP 23; always true over UDP
 */
public record AnnounceRequest(
    InfoHash infoHash,
    PeerId peerId,
    long uploaded,
    long downloaded,
    long left,
    AnnounceEvent event,
    int port,
    int key,
    int numWant,
    List<InetAddress> addresses,
    boolean compact) {
  /** A larger or negative number of bytes is read as this, too. */
  public static final long UNKNOWN_LEFT = Long.MAX_VALUE;

  public static final int DEFAULT_NUM_WANT = -1;

  public AnnounceRequest {
    if (uploaded < 0 || downloaded < 0 || left < 0) {
      throw new IllegalArgumentException(
          "uploaded, downloaded and left must be 0 or more bytes, were %d, %d and %d"
              .formatted(uploaded, downloaded, left));
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    if (numWant < DEFAULT_NUM_WANT) {
      throw new IllegalArgumentException("numWant must be -1 or more, was " + numWant);
    }
    addresses = List.copyOf(addresses);
  }

  /**
   * Returns whether the peer is known to have everything. A peer that starts with nothing left and
   * has moved no byte yet may have only a magnet link: aria2 says 0 while it does not know the
   * size.
   */
  public boolean isSeeder() {
    boolean mayLackMetainfo = event == AnnounceEvent.STARTED && uploaded == 0 && downloaded == 0;
    return left == 0 && !mayLackMetainfo;
  }

  /** Returns whether the peer lacks pieces but wants none (BEP 21). */
  public boolean isPartialSeed() {
    return event == AnnounceEvent.PAUSED && !isSeeder();
  }

  /** Returns whether the peer wants pieces. */
  public boolean isDownloader() {
    return !isSeeder() && !isPartialSeed();
  }

  /**
   * Returns whether others may dial the peer. A peer that may not be dialled says port 0;
   * libtorrent says 1, where nothing listens, behind a SOCKS5 proxy that takes no connections.
   */
  public boolean acceptsConnections() {
    return port > 1;
  }
}
