package org.spillway.tracker;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.net.SipHash;
import org.spillway.torrent.InfoHash;

/** A running tracker with three doors and the swarms behind them. Safe for use by many threads. */
public final class Tracker implements AutoCloseable {
  /** The interval at which to look for peers whose time is over; a peer may stay so much longer. */
  private static final Duration EXPIRY = Duration.ofSeconds(30);

  private final SwarmStore store;
  private final Swarms swarms;
  private final DoorCounters http = new DoorCounters();
  private final WebRtcSwarms webRtc;
  private final WebSocketRequests webSocket;
  private final UdpRequests udp;
  private final @Nullable UdpTrackerServer udpDoor;
  private final Expiry expiry;

  private Tracker(
      SwarmStore store,
      Swarms swarms,
      WebRtcSwarms webRtc,
      WebSocketRequests webSocket,
      UdpRequests udp,
      @Nullable UdpTrackerServer udpDoor,
      Expiry expiry) {
    this.store = store;
    this.swarms = swarms;
    this.webRtc = webRtc;
    this.webSocket = webSocket;
    this.udp = udp;
    this.udpDoor = udpDoor;
    this.expiry = expiry;
  }

  /**
   * Starts a tracker.
   *
   * @param standing says what this server knows of a torrent. It is called at every announce, on
   *     the door's thread, and must not block
   * @param seeder the first peer that the peers of our torrents are told of
   * @throws IOException if the UDP port cannot be used; the message names the setting and the port
   * @throws IllegalArgumentException if there is no such store
   */
  public static Tracker start(
      TrackerSettings settings,
      Function<InfoHash, Standing> standing,
      BuiltInSeeder seeder,
      PeerListener listener)
      throws IOException {
    LongSupplier clock = () -> System.nanoTime() / 1_000_000_000L;
    var store =
        SwarmStores.open(settings.store(), settings.peerTimeout(), settings.limits(), clock);
    var webRtc = new WebRtcSwarms(settings.limits(), settings.webSocket(), clock);
    var swarms = new Swarms(settings, standing, seeder, listener, store, webRtc);
    var random = new SecureRandom();
    var webSocket =
        new WebSocketRequests(swarms, webRtc, settings.webSocket(), SipHash.random(random), clock);
    var udp = new UdpRequests(swarms, new ConnectionIds(random, clock));
    // What may fail comes first.
    var udpDoor = settings.udpEnabled() ? UdpTrackerServer.open(settings, udp) : null;
    Runnable expire =
        () -> {
          store.expire();
          webSocket.expire();
        };
    var expiry = Expiry.start(expire, EXPIRY);
    return new Tracker(store, swarms, webRtc, webSocket, udp, udpDoor, expiry);
  }

  /** Returns the UDP port that was chosen; empty if UDP is not enabled. */
  public OptionalInt udpPort() {
    return udpDoor == null ? OptionalInt.empty() : OptionalInt.of(udpDoor.port());
  }

  /**
   * Returns a new servlet that answers {@code GET …/announce} and {@code GET …/scrape}. It looks
   * only at the last segment of the path, so any mapping and any container will do. It takes the
   * sender's address from the container: behind a proxy the container must read what the proxy says
   * about it.
   *
   * <p>A request to upgrade {@code …/announce} to a WebSocket opens one, if the container has
   * Jakarta WebSocket 2.1.
   */
  public HttpServlet servlet() {
    return new TrackerServlet(swarms, http, webSocket);
  }

  WebSocketRequests webSocketRequests() {
    return webSocket;
  }

  public TrackerStats stats() {
    var size = store.size();
    return new TrackerStats(
        http.snapshot(),
        udp.stats(),
        webSocket.stats(),
        udp.connects(),
        size.peers(),
        webRtc.peers(),
        webSocket.openSockets(),
        size.swarms());
  }

  /**
   * Stops the tracker. Returns when the port is free and the threads have ended; the swarms are
   * forgotten.
   */
  @Override
  public void close() {
    if (udpDoor != null) {
      udpDoor.close();
    }
    webSocket.close();
    expiry.close();
    store.close();
  }
}
