package org.spillway.tracker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Peers of one kind in no particular order. Some can be chosen at random at a cost that does not
 * depend on the size. For one thread at a time.
 */
final class WebRtcPeers {
  /** The most peers that one choice looks at. */
  private static final int MOST_LOOKS = 1024;

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

  /**
   * Adds up to {@code count} peers to the list, each once, but never {@code except}. First come
   * those that {@code hosts} admits; others fill the room that is left.
   */
  void choose(int count, WebRtcPeer except, List<WebRtcPeer> out, HostCounts hosts) {
    var random = ThreadLocalRandom.current();
    List<WebRtcPeer> leftOut = new ArrayList<>();
    int end = out.size() + count;
    int looks = Math.min(peers.size(), MOST_LOOKS);
    for (int i = 0; i < looks && out.size() < end; i++) {
      swap(i, random.nextInt(i, peers.size()));
      var peer = peers.get(i);
      if (peer != except) {
        (hosts.admits(peer.host) ? out : leftOut).add(peer);
      }
    }
    leftOut.stream().limit(end - out.size()).forEach(out::add);
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
