package org.spillway.tracker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

/**
 * Remembers the ids of peers, for the few clients that want them beside each address (BEP 3). A
 * swarm is too large to keep 20 more bytes of each peer for them, so some {@value #SLOTS} ids are
 * known at a time, in about 8 MB, and a peer that announces itself may take the place of another.
 * Safe for use by many threads.
 */
final class PeerIds {
  private static final int SLOTS = 1 << 15;

  private record Known(InfoHash infoHash, PeerAddress peer, PeerId id) {}

  private final AtomicReferenceArray<@Nullable Known> slots = new AtomicReferenceArray<>(SLOTS);

  void put(InfoHash infoHash, PeerAddress peer, PeerId id) {
    slots.setRelease(slot(infoHash, peer), new Known(infoHash, peer, id));
  }

  Optional<PeerId> get(InfoHash infoHash, PeerAddress peer) {
    var known = slots.getAcquire(slot(infoHash, peer));
    boolean isKnown = known != null && known.infoHash.equals(infoHash) && known.peer.equals(peer);
    return isKnown ? Optional.of(known.id) : Optional.empty();
  }

  private static int slot(InfoHash infoHash, PeerAddress peer) {
    int hash = (31 * infoHash.hashCode() + peer.hashCode()) * 0x9e3779b9;
    return hash >>> (Integer.SIZE - 15);
  }
}
