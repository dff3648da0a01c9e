package org.spillway.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Peers of one kind in no particular order. Some can be chosen at random at a cost that does not
 * depend on the size. For one thread at a time.
 */
final class WebRtcPeers {
  private final ArrayList<WebRtcPeer> peers = new ArrayList<>(1);

  int size() {
    return peers.size();
  }

  void add(WebRtcPeer peer) {
    put(peers.size(), peer);
  }

  private void put(int index, WebRtcPeer peer) {
    if (index == peers.size()) {
      peers.add(peer);
    } else {
      peers.set(index, peer);
    }
    peer.index = index;
  }

  void remove(WebRtcPeer peer) {
    var last = peers.remove(peers.size() - 1);
    if (last != peer) {
      put(peer.index, last);
    }
  }

  /** Adds up to {@code count} peers to the list, each once, but never {@code except}. */
  void choose(int count, WebRtcPeer except, List<WebRtcPeer> out) {
    var random = ThreadLocalRandom.current();
    int end = out.size() + count;
    for (int i = 0; i < peers.size() && out.size() < end; i++) {
      swap(i, random.nextInt(i, peers.size()));
      if (peers.get(i) != except) {
        out.add(peers.get(i));
      }
    }
  }

  private void swap(int one, int other) {
    var peer = peers.get(one);
    put(one, peers.get(other));
    put(other, peer);
  }

  List<WebRtcPeer> before(long seconds) {
    return peers.stream().filter(peer -> peer.announced < seconds).toList();
  }
}
