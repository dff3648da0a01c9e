package org.spillway.tracker;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;

/**
 * What a store needs to know of an announce.
 *
 * @param seeder whether the peer has everything; says nothing if it stopped
 */
record Announcement(InfoHash infoHash, PeerAddress peer, boolean seeder, AnnounceEvent event) {
  AddressFamily family() {
    return AddressFamily.of(peer.address());
  }
}
