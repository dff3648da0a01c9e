package org.spillway.swarm.pex;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.PexMessage;

/**
 * The peers of one torrent that are connected to us and accept connections of others. Safe for use
 * by many threads.
 */
public final class ConnectedPeers {
  /** The peers by their addresses, those that were connected first in front. */
  private final Map<PeerAddress, Integer> peers = new LinkedHashMap<>();

  /** Adds a peer, or notes its new flags. */
  public synchronized void add(PexMessage.Added peer) {
    peers.put(peer.address(), peer.flags());
  }

  /** Removes a peer that is not connected any more. */
  public synchronized void remove(PeerAddress peer) {
    peers.remove(peer);
  }

  synchronized boolean contains(PeerAddress peer) {
    return peers.containsKey(peer);
  }

  /** Returns the peers at this moment, with their flags. */
  synchronized Map<PeerAddress, Integer> snapshot() {
    return new LinkedHashMap<>(peers);
  }
}
