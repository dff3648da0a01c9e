package org.spillway.swarm.admission;

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
 * of least use to the host that has most. Least useful is a connection on which neither side wants
 * blocks, then one that has not had any for longest, and among equals one of low canonical priority
 * (BEP 40). Safe for use by many threads.
 */
public final class PeerConnections {
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
  public PeerConnections(int most, int mostPerHost) {
    this.most = most;
    this.mostPerHost = mostPerHost;
  }

  /**
   * Takes a connection in, and closes another one for it if it must.
   *
   * @return false if the connection must not stay; otherwise it has to {@link #leave} at its end
   */
  public boolean enter(PeerConnection newcomer, long now) {
    return enter(newcomer, most, now);
  }

  /** Takes a connection in as {@link #enter(PeerConnection, long)} does, with another limit. */
  boolean enter(PeerConnection newcomer, int limit, long now) {
    List<PeerConnection> closed = new ArrayList<>();
    boolean entered = enter(newcomer, limit, now, closed);
    closed.forEach(PeerConnection::close);
    return entered;
  }

  private synchronized boolean enter(
      PeerConnection newcomer, int limit, long now, List<PeerConnection> closed) {
    int own = connectionsOf(newcomer.host());
    if (own >= mostPerHost && !makeRoom(of(newcomer.host()), IDLE, now, closed)) {
      return false;
    }
    if (count >= limit && !makeRoom(newcomer, now, closed)) {
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
        ? makeRoom(of(greediest.get().getKey()), 0, now, closed)
        : makeRoom(all(), IDLE, now, closed);
  }

  /** Ends the least useful of those connections that have been idle for some time, if there are. */
  private boolean makeRoom(
      Stream<PeerConnection> candidates, long idle, long now, List<PeerConnection> closed) {
    var least =
        candidates.filter(connection -> now - connection.lastExchange() >= idle).min(byUse(now));
    least.ifPresent(
        connection -> {
          leave(connection);
          closed.add(connection);
        });
    return least.isPresent();
  }

  /** Returns the order in which connections are closed. */
  private static Comparator<PeerConnection> byUse(long now) {
    return Comparator.comparing(PeerConnection::isWanted)
        .thenComparing(connection -> -doublings(now - connection.lastExchange()))
        .thenComparing(PeerConnection::priority)
        .thenComparing(connection -> connection.lastExchange() - now);
  }

  /**
   * Returns how often {@link #IDLE} must be doubled to be longer. Connections for which it is the
   * same number are equally useful.
   */
  private static int doublings(long idle) {
    return Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, idle) / IDLE);
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
  public synchronized boolean leave(PeerConnection connection) {
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
  public synchronized boolean hasRoom() {
    return count < most;
  }

  /** Returns the number of hosts with a connection. */
  public synchronized int hosts() {
    return hosts.size();
  }
}
