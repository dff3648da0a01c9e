package org.spillway.swarm.admission;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * What others see of one connection: the place that it has in its torrent, and the address at which
 * its peer can be reached. For one thread at a time.
 */
public final class Presence {
  private final PeerConnection connection;
  private final Contacts known;
  private final List<Contact> contacts = new ArrayList<>();
  private @Nullable TorrentPlaces places;
  private TorrentPlaces.@Nullable Ends ends;

  public Presence(PeerConnection connection, Contacts known) {
    this.connection = connection;
    this.known = known;
  }

  /**
   * Asks for a place in a torrent.
   *
   * @param most the most connections of the torrent
   * @param now the time, in nanoseconds
   */
  public TorrentPlaces.Outcome enter(
      TorrentPlaces torrent, TorrentPlaces.Ends between, int most, long now) {
    var outcome = torrent.enter(connection, between, most, now);
    if (outcome == TorrentPlaces.Outcome.ADMITTED) {
      places = torrent;
      ends = between;
    }
    return outcome;
  }

  /**
   * Tells the connection its canonical priority (BEP 40), as far as its addresses can be seen.
   *
   * @param ours the address of our end
   * @param theirs the address of the peer's end
   */
  public void prioritize(
      @Nullable SocketAddress ours, @Nullable SocketAddress theirs, OwnAddresses own) {
    if (ours instanceof InetSocketAddress here
        && theirs instanceof InetSocketAddress there
        && there.getPort() != 0) {
      own.seen(here.getAddress());
      var peer = new PeerAddress(there.getAddress(), there.getPort());
      connection.prioritize(own.priorityOf(peer));
    }
  }

  /** Returns whether it is known where the peer can be reached. */
  public boolean isReachable() {
    return !contacts.isEmpty();
  }

  /** Notes where the peer can be reached, so that nobody dials it while it is connected. */
  public void reachableAt(PeerAddress address, List<InfoHash> swarmHashes) {
    swarmHashes.forEach(hash -> contacts.add(new Contact(hash, address)));
    known.connected(contacts);
  }

  /** Gives everything back at the end of the connection. */
  public void leave() {
    known.disconnected(contacts);
    if (places != null && ends != null) {
      places.leave(connection, ends.theirs());
    }
  }
}
