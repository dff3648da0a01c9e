package org.spillway.swarm.discovery;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.dht.DhtStats;
import org.spillway.torrent.InfoHash;

/**
 * Finds peers in the DHT and in the networks of this machine, as far as the settings say so, and
 * lets others find us. Private torrents (BEP 27) must stay away from here. Safe for use by many
 * threads.
 */
public final class Discovery implements AutoCloseable {
  private final DiscoverySettings settings;
  private final boolean utp;
  private volatile @Nullable DhtNode dht;
  private volatile LocalPeers local = LocalPeers.NONE;
  private volatile DiscoveryListener listener = DiscoveryListener.NONE;

  /**
   * Prepares to look for peers; nothing is sent yet.
   *
   * @param utp whether our peer speaks uTP at the UDP port
   */
  public Discovery(DiscoverySettings settings, boolean utp) {
    this.settings = settings;
    this.utp = utp;
  }

  /**
   * Lets the DHT have its datagrams of a channel, if there is to be a DHT. The handlers of all
   * other datagrams come later.
   */
  public void install(Channel datagrams) {
    if (settings.dht()) {
      var node = new DhtNode(datagrams, settings, utp, this::listener);
      datagrams.pipeline().addLast(node.handler());
      dht = node;
    }
  }

  /**
   * Begins to look for peers.
   *
   * @param peers the address at which our peer accepts connections
   */
  public void start(InetSocketAddress peers) {
    var node = dht;
    if (node != null && node.isBound()) {
      node.start();
    } else {
      dht = null;
    }
    if (settings.lsd()) {
      local = LocalPeers.start(peers, (infoHash, found) -> listener().foundNearby(infoHash, found));
    }
  }

  private DiscoveryListener listener() {
    return listener;
  }

  /** Sets the only listener. */
  public void listen(DiscoveryListener next) {
    listener = next;
  }

  /** Announces a torrent from now on; the listener hears of the peers that are found on the way. */
  public void announce(InfoHash infoHash) {
    if (dht != null) {
      dht.announce(infoHash);
    }
    local.add(infoHash);
  }

  /** Looks for peers of a torrent from now on, and announces it. */
  public void search(InfoHash infoHash) {
    if (dht != null) {
      dht.search(infoHash);
    }
    announce(infoHash);
  }

  /** Announces a torrent no more, nor looks for its peers. */
  public void withdraw(InfoHash infoHash) {
    if (dht != null) {
      dht.withdraw(infoHash);
    }
    local.remove(infoHash);
  }

  /** Returns whether we have a node of the DHT, so that peers may be told (BEP 5). */
  public boolean hasDht() {
    return dht != null;
  }

  /** Asks the node that a peer says it has (BEP 5). */
  public void addNodeOfPeer(InetSocketAddress address) {
    if (dht != null && address.getPort() != 0) {
      dht.addNodeOfPeer(address);
    }
  }

  /** Returns what the DHT has done for IPv4 so far; empty if there is no DHT. Waits a moment. */
  public Optional<DhtStats> dhtStats() {
    return dht == null ? Optional.empty() : dht.stats();
  }

  /** Keeps the nodes of the DHT for the next run, and ends all threads. */
  @Override
  public void close() {
    if (dht != null) {
      dht.close();
    }
    local.close();
  }
}
