package org.spillway.tracker;

import java.net.InetAddress;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * The part of an announce that a store must know.
 *
 * @param peer the peer, which has any port if it is not reachable
 * @param reachable whether others may be told of the peer
 * @param seeder whether the peer has everything; meaningless if it stopped
 */
record Announcement(
    InfoHash infoHash, PeerAddress peer, boolean reachable, boolean seeder, AnnounceEvent event) {

  static Announcement of(AnnounceRequest request, InetAddress source) {
    boolean reachable = request.acceptsConnections();
    var peer = new PeerAddress(source, reachable ? request.port() : 1);
    return new Announcement(
        request.infoHash(), peer, reachable, request.isSeeder(), request.event());
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
