package org.spillway.swarm.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.spillway.swarm.Host;

/**
 * Decides which connections there are when more are wanted than there may be. A host, which is an
 * IPv4 address or an IPv6 /64, has a number of its own that it cannot exceed. When there are as
 * many as there may be of all hosts together, a newcomer takes the place of the connection that was
 * of least use to the host that has most. Safe for use by many threads.
 */
final class PeerConnections {
  /**
   * The time in nanoseconds without a block after which a connection may be closed for one of
   * another host that has as many.
   */
  private static final long IDLE = TimeUnit.SECONDS.toNanos(20);

  private final int most;
  private final int mostPerHost;
  private final Map<Host, Set<PeerConnection>> hosts = new HashMap<>();
  private int count;

  /**
   * Makes an empty set.
   *
   * @param most the most connections of all hosts together
   * @param mostPerHost the most connections of one host
   */
  PeerConnections(int most, int mostPerHost) {
    this.most = most;
    this.mostPerHost = mostPerHost;
  }

  /**
   * Takes a connection in, and closes another one for it if it must.
   *
   * @return false if the connection must not stay; otherwise it has to {@link #leave} at its end
   */
  boolean enter(PeerConnection newcomer, long now) {
    List<PeerConnection> closed = new ArrayList<>();
    boolean entered = enter(newcomer, now, closed);
    closed.forEach(PeerConnection::close);
    return entered;
  }

  private synchronized boolean enter(
      PeerConnection newcomer, long now, List<PeerConnection> closed) {
    int own = connectionsOf(newcomer.host());
    if (own >= mostPerHost && !makeRoom(of(newcomer.host()), now - IDLE, closed)) {
      return false;
    }
    if (count >= most && !makeRoom(newcomer, now, closed)) {
      return false;
    }
    hosts.computeIfAbsent(newcomer.host(), host -> new LinkedHashSet<>()).add(newcomer);
    count++;
    return true;
  }

  private boolean makeRoom(PeerConnection newcomer, long now, List<PeerConnection> closed) {
    var greediest =
        hosts.entrySet().stream().max(Comparator.comparingInt(host -> host.getValue().size()));
    if (greediest.isEmpty()) {
      return false;
    }
    int itsNumber = greediest.get().getValue().size();
    boolean hasMore = itsNumber > connectionsOf(newcomer.host()) + 1;
    return hasMore
        ? makeRoom(of(greediest.get().getKey()), now, closed)
        : makeRoom(all(), now - IDLE, closed);
  }

  /** Ends the idlest of some connections, unless all were of use after a moment. */
  private boolean makeRoom(
      Stream<PeerConnection> candidates, long moment, List<PeerConnection> closed) {
    var idlest =
        candidates
            .min(Comparator.comparingLong(PeerConnection::lastUseful))
            .filter(connection -> connection.lastUseful() - moment <= 0);
    idlest.ifPresent(
        connection -> {
          leave(connection);
          closed.add(connection);
        });
    return idlest.isPresent();
  }

  private Stream<PeerConnection> all() {
    return hosts.values().stream().flatMap(Set::stream);
  }

  private Stream<PeerConnection> of(Host host) {
    return hosts.getOrDefault(host, Set.of()).stream();
  }

  private int connectionsOf(Host host) {
    return hosts.getOrDefault(host, Set.of()).size();
  }

  /** Returns false if the connection had left before. */
  synchronized boolean leave(PeerConnection connection) {
    var ofHost = hosts.get(connection.host());
    if (ofHost == null || !ofHost.remove(connection)) {
      return false;
    }
    if (ofHost.isEmpty()) {
      hosts.remove(connection.host());
    }
    count--;
    return true;
  }

  /** Returns whether a connection that we make ourselves would find a place. */
  synchronized boolean hasRoom() {
    return count < most;
  }

  /** Returns the number of hosts with a connection. */
  synchronized int hosts() {
    return hosts.size();
  }
}
