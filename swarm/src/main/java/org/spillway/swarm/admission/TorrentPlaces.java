package org.spillway.swarm.admission;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.ClientFamily;
import org.spillway.torrent.PeerId;

/**
 * The places of one torrent: there is one connection to each peer, and no more of them than there
 * may be. Safe for use by many threads.
 *
 * <p>Two peers that dial each other at the same time have two connections for a moment. Both close
 * the one that was dialled by the peer with the smaller id, as libtorrent does. Other clients keep
 * the one whose handshake ends first, which is not known here, so that it is left to them to close
 * the other one.
 */
public final class TorrentPlaces {
  /**
   * The time in nanoseconds without a message after which a connection counts as lost; BEP 3 has
   * peers send one every two minutes.
   */
  private static final long SILENT = TimeUnit.SECONDS.toNanos(130);

  /**
   * The time in nanoseconds in which a connection from another host may take the place of this one.
   * After it, whoever uses the id of another peer cannot end the connection of that peer.
   */
  private static final long SIMULTANEOUS = TimeUnit.MINUTES.toNanos(1);

  /** The families of clients that choose between two connections by the ids, as we do. */
  private static final Set<String> CHOOSE_BY_ID =
      Set.of("deluge", "libtorrent", "qbittorrent", "spillway", "tribler");

  private final Map<PeerId, PeerConnection> byId = new HashMap<>();
  private final PeerConnections connections =
      new PeerConnections(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** What becomes of a connection that asks for a place. */
  public enum Outcome {
    /** It has a place, which it must leave at its end. */
    ADMITTED("has a place"),
    /** The peer has another connection, which stays. */
    DUPLICATE("is connected already"),
    /** All places are taken by connections that are of more use. */
    FULL("is one more than the torrent may have");

    private final String reason;

    Outcome(String reason) {
      this.reason = reason;
    }

    /** Returns why, as the end of a sentence about the peer. */
    public String reason() {
      return reason;
    }
  }

  /**
   * The two ends of a connection.
   *
   * @param ours the id by which we call ourselves
   * @param theirs the id by which the peer calls itself
   */
  public record Ends(PeerId ours, PeerId theirs) {
    /** Returns whether the peer closes the same one of two connections as we do. */
    boolean agree() {
      return CHOOSE_BY_ID.contains(ClientFamily.of(theirs));
    }

    /** Returns whether the connections that we dial are those that stay. */
    boolean isOursGreater() {
      return Arrays.compareUnsigned(ours.toBytes(), theirs.toBytes()) > 0;
    }
  }

  /**
   * Gives a connection a place, and closes another one for it if it must.
   *
   * @param most the most connections of the torrent
   * @param now the time, in nanoseconds
   */
  public Outcome enter(PeerConnection newcomer, Ends ends, int most, long now) {
    @Nullable PeerConnection former;
    synchronized (this) {
      former = byId.get(ends.theirs());
      if (former != null && areCrossing(newcomer, former, now) && !ends.agree()) {
        former = null;
      }
      if (former != null && !isBetter(newcomer, former, ends, now)) {
        newcomer.becomeDuplicate();
        return Outcome.DUPLICATE;
      }
      byId.put(ends.theirs(), newcomer);
    }
    if (former != null) {
      former.becomeDuplicate();
      connections.leave(former);
      former.close();
    }
    if (connections.enter(newcomer, most, now)) {
      return Outcome.ADMITTED;
    }
    leave(newcomer, ends.theirs());
    return Outcome.FULL;
  }

  /** Returns whether both ends dialled, about at the same time. */
  private static boolean areCrossing(PeerConnection newcomer, PeerConnection former, long now) {
    return newcomer.isDialled() != former.isDialled() && now - former.begun() < SIMULTANEOUS;
  }

  private static boolean isBetter(
      PeerConnection newcomer, PeerConnection former, Ends ends, long now) {
    if (now - former.lastHeard() > SILENT) {
      return true;
    }
    if (newcomer.isDialled() == former.isDialled()) {
      // A peer that connected twice has had no answer yet to the second handshake, and so keeps the
      // first connection. Of two addresses that we dialled, the second may have borrowed the id.
      return false;
    }
    boolean mayReplace =
        newcomer.host().equals(former.host()) || now - former.begun() < SIMULTANEOUS;
    return mayReplace && newcomer.isDialled() == ends.isOursGreater();
  }

  /** Gives the place of a connection back; does nothing if it has none. */
  public void leave(PeerConnection connection, PeerId theirs) {
    synchronized (this) {
      byId.remove(theirs, connection);
    }
    connections.leave(connection);
  }

  /** Returns the number of peers that have a place. */
  public synchronized int size() {
    return byId.size();
  }
}
