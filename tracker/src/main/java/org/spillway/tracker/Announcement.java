package org.spillway.tracker;

import java.net.InetAddress;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * The part of an announce that a store must know.
 *
 * @param isOurs whether this server offers the torrent
 * @param peer the peer, which has any port if it is not reachable
 * @param reachable whether others may be told of the peer
 * @param seeder whether the peer has everything; meaningless if it stopped
 */
record Announcement(
    InfoHash infoHash,
    boolean isOurs,
    PeerAddress peer,
    boolean reachable,
    boolean seeder,
    AnnounceEvent event) {

  static Announcement of(AnnounceRequest request, boolean isOurs, InetAddress source) {
    boolean reachable = request.acceptsConnections();
    var peer = new PeerAddress(source, reachable ? request.port() : 1);
    return new Announcement(
        request.infoHash(), isOurs, peer, reachable, request.isSeeder(), request.event());
  }

  /** Returns the {@link AddressFamily#host} of the peer. */
  long host() {
    return family().host(family().pack(peer), 0);
  }

  AddressFamily family() {
    return AddressFamily.of(peer.address());
  }

  /** Returns whether the peer lacks pieces but wants none (BEP 21). */
  boolean isPartialSeed() {
    return !seeder && event == AnnounceEvent.PAUSED;
  }

  boolean isDownloader() {
    return !seeder && !isPartialSeed();
  }
}
