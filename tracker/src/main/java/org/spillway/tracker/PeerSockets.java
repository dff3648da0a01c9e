package org.spillway.tracker;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * All open WebSockets. It limits their number, and ends those that are silent. Safe for use by many
 * threads.
 */
final class PeerSockets {
  /** The time for which a socket may be open whose peer is in no swarm. */
  static final int SECONDS_TO_ANNOUNCE = 60;

  /**
   * The time for which a peer may be silent before it is pinged; proxies close connections after a
   * minute.
   */
  static final int SECONDS_TO_PING = 25;

  /** The time for which a peer may be silent, though it was pinged, before its socket is closed. */
  static final int SECONDS_TO_CLOSE = 150;

  private final WebSocketSettings settings;
  private final LongSupplier clock;
  private final Set<PeerSocket> open = ConcurrentHashMap.newKeySet();
  private final Map<Long, Integer> byHost = new ConcurrentHashMap<>();

  /**
   * Makes an empty set.
   *
   * @param settings the limits
   * @param clock a clock in seconds, from any moment on, that never runs backwards
   */
  PeerSockets(WebSocketSettings settings, LongSupplier clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Returns whether an address may open one more socket; several calls at the same moment may
   * exceed the limits.
   */
  boolean admits(InetAddress address) {
    return open.size() < settings.maxSockets()
        && byHost.getOrDefault(PeerSocket.host(address), 0) < settings.maxSocketsPerAddress();
  }

  PeerSocket open(InetAddress address, WebSocketChannel channel) {
    var socket = new PeerSocket(address, channel, clock.getAsLong());
    open.add(socket);
    byHost.merge(socket.host(), 1, Integer::sum);
    return socket;
  }

  /** Removes a socket. Safe to call twice. */
  void closed(PeerSocket socket) {
    if (open.remove(socket)) {
      byHost.computeIfPresent(socket.host(), (host, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Closes sockets that are silent for too long, and pings those that may be. */
  void look() {
    long now = clock.getAsLong();
    for (PeerSocket socket : open) {
      long silence = now - socket.heard();
      if (silence >= SECONDS_TO_CLOSE) {
        socket.close(WebSocketChannel.NORMAL, "silent for too long");
      } else if (!socket.isInSwarm() && now - socket.opened() >= SECONDS_TO_ANNOUNCE) {
        socket.close(WebSocketChannel.NORMAL, "no torrent was announced");
      } else if (silence >= SECONDS_TO_PING) {
        socket.ping();
      }
    }
  }

  void closeAll() {
    open.forEach(socket -> socket.close(WebSocketChannel.GOING_AWAY, "the tracker stops"));
  }

  int size() {
    return open.size();
  }
}
