package org.spillway.swarm.discovery;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.spillway.swarm.dht.IpFamily;
import org.spillway.swarm.lsd.LsdGroup;
import org.spillway.swarm.lsd.LsdListener;
import org.spillway.swarm.lsd.LsdSocket;
import org.spillway.torrent.InfoHash;

/** Announces torrents in every network of this machine (BEP 14). Safe for use by many threads. */
final class LocalPeers implements AutoCloseable {
  private static final System.Logger log = System.getLogger(LocalPeers.class.getName());

  /** The most interfaces; hosts of containers have hundreds of them, and each costs a thread. */
  private static final int MOST_INTERFACES = 8;

  /** Announces nowhere. */
  static final LocalPeers NONE = new LocalPeers(List.of());

  private final List<LsdSocket> sockets;

  private LocalPeers(List<LsdSocket> sockets) {
    this.sockets = List.copyOf(sockets);
  }

  /**
   * Joins the groups.
   *
   * @param peers the address at which our peer accepts connections; only its interface is used,
   *     unless it is the address for all of them
   * @param listener hears of peers, on a thread for each interface
   */
  static LocalPeers start(InetSocketAddress peers, LsdListener listener) {
    List<LsdSocket> sockets = new ArrayList<>();
    for (NetworkInterface at : interfaces(peers.getAddress())) {
      for (LsdGroup group : groups(at, peers.getAddress())) {
        try {
          sockets.add(LsdSocket.start(at, group, peers.getPort(), listener));
        } catch (IOException e) {
          log.log(DEBUG, () -> "%s: no multicast to %s: %s".formatted(at.getName(), group, e));
        }
      }
    }
    return new LocalPeers(sockets);
  }

  private static List<NetworkInterface> interfaces(InetAddress ours) {
    try {
      if (!ours.isAnyLocalAddress()) {
        var one = NetworkInterface.getByInetAddress(ours);
        return one == null ? List.of() : List.of(one);
      }
      List<NetworkInterface> networks = new ArrayList<>();
      for (NetworkInterface at : NetworkInterface.networkInterfaces().toList()) {
        if (at.isUp() && at.supportsMulticast() && !at.isLoopback()) {
          networks.add(at);
        }
      }
      return networks.isEmpty()
          ? interfaces(InetAddress.getLoopbackAddress())
          : networks.subList(0, Math.min(networks.size(), MOST_INTERFACES));
    } catch (SocketException e) {
      log.log(DEBUG, () -> "the interfaces cannot be listed: " + e);
      return List.of();
    }
  }

  /**
   * Returns the groups of the families in which an interface has an address that peers may dial.
   */
  private static Set<LsdGroup> groups(NetworkInterface at, InetAddress ours) {
    var groups = EnumSet.noneOf(LsdGroup.class);
    at.inetAddresses()
        .filter(address -> ours.isAnyLocalAddress() || address.equals(ours))
        .map(IpFamily::of)
        .forEach(family -> groups.add(group(family)));
    return groups;
  }

  private static LsdGroup group(IpFamily family) {
    return family == IpFamily.IPV4 ? LsdGroup.IPV4 : LsdGroup.IPV6;
  }

  void add(InfoHash infoHash) {
    sockets.forEach(socket -> socket.add(infoHash));
  }

  void remove(InfoHash infoHash) {
    sockets.forEach(socket -> socket.remove(infoHash));
  }

  @Override
  public void close() {
    sockets.forEach(LsdSocket::close);
  }
}
