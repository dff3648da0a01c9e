package org.spillway.swarm.dht;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Hears what lookups find; called by the thread that drives the node. */
public interface DhtListener {
  /**
   * Hears of peers as soon as a node has told of them. Anybody can invent them; but their addresses
   * are such as may be dialled, and each is reported once in a lookup.
   *
   * @param peers at least one, of either family
   */
  void foundPeers(InfoHash infoHash, List<PeerAddress> peers);

  /**
   * Hears that a lookup has ended.
   *
   * @param nodes how many of the closest nodes have answered; the torrent is being announced to
   *     those, if it is to be announced
   */
  default void lookedUp(InfoHash infoHash, int nodes) {}
}
