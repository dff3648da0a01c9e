package org.spillway.torrent.announce;

import java.net.InetAddress;
import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/**
 * A peer tells the tracker of itself and asks for others.
 *
 * @param infoHash of a v2 torrent its truncated one (BEP 52)
 * @param uploaded bytes since it started, as the peer claims
 * @param downloaded bytes since it started, as the peer claims
 * @param left bytes that it still needs: 0 for a seeder, {@link #UNKNOWN_LEFT} before it has the
 *     metainfo
 * @param port where it accepts connections, see {@link #acceptsConnections}
 * @param key by which a tracker knows the peer again after its address changed; 0 if not given
 * @param numWant how many peers it asks for; {@link #DEFAULT_NUM_WANT} leaves that to the tracker
 * @param addresses its own ones where it names them (BEP 3, BEP 7), mostly none; a tracker should
 *     believe them only of peers whose true address it cannot see
 * @param compact whether peers should come in the form of BEP 23; always so over UDP
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
  /** What a larger or negative number of bytes is read as, too. */
  public static final long UNKNOWN_LEFT = Long.MAX_VALUE;

  public static final int DEFAULT_NUM_WANT = -1;

  public AnnounceRequest {
    if (uploaded < 0 || downloaded < 0 || left < 0) {
      throw new IllegalArgumentException(
          "uploaded %d, downloaded %d, left %d: no number of bytes is negative"
              .formatted(uploaded, downloaded, left));
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: 0 to 65535, not " + port);
    }
    if (numWant < DEFAULT_NUM_WANT) {
      throw new IllegalArgumentException("numwant: -1 or more, not " + numWant);
    }
    addresses = List.copyOf(addresses);
  }

  /**
   * Whether the peer is known to have everything. One that starts with nothing left and has moved
   * no byte yet may have only a magnet link: aria2 says 0 as long as it lacks the size.
   */
  public boolean isSeeder() {
    boolean mayLackMetainfo = event == AnnounceEvent.STARTED && uploaded == 0 && downloaded == 0;
    return left == 0 && !mayLackMetainfo;
  }

  /** Whether the peer lacks pieces but wants none (BEP 21). */
  public boolean isPartialSeed() {
    return event == AnnounceEvent.PAUSED && !isSeeder();
  }

  /** Whether the peer is after pieces. */
  public boolean isDownloader() {
    return !isSeeder() && !isPartialSeed();
  }

  /**
   * Whether others may dial the peer. It says port 0 if not; libtorrent says 1, where nobody
   * listens, behind a SOCKS5 proxy that takes no connections.
   */
  public boolean acceptsConnections() {
    return port > 1;
  }
}
