package org.spillway.tracker;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** A running tracker: two doors, and the swarms behind them. Safe for use by many threads. */
public final class Tracker implements AutoCloseable {
  /** How often peers whose time is over are looked for: so much longer may they stay. */
  private static final Duration EXPIRY = Duration.ofSeconds(30);

  private final SwarmStore store;
  private final Swarms swarms;
  private final DoorCounters http = new DoorCounters();
  private final UdpRequests udp;
  private final @Nullable UdpDoor udpDoor;
  private final Expiry expiry;

  private Tracker(
      SwarmStore store, Swarms swarms, UdpRequests udp, @Nullable UdpDoor udpDoor, Expiry expiry) {
    this.store = store;
    this.swarms = swarms;
    this.udp = udp;
    this.udpDoor = udpDoor;
    this.expiry = expiry;
  }

  /**
   * @param ours the torrents that this server offers; asked at every announce, on the door's
   *     thread: must not block
   * @param seeders where a leecher of one of our torrents reaches the built-in seeder, by the
   *     leecher's address: these are the first peers that it is given, as far as they are of its
   *     family. Asked at every announce, on the door's thread: must not block
   * @throws IOException if the UDP port cannot be taken; names the key and the port
   * @throws IllegalArgumentException if there is no such store; names the key
   */
  public static Tracker start(
      TrackerSettings settings,
      Predicate<InfoHash> ours,
      Function<InetAddress, List<PeerAddress>> seeders,
      PeerListener listener)
      throws IOException {
    LongSupplier clock = () -> System.nanoTime() / 1_000_000_000L;
    var store =
        SwarmStores.open(settings.store(), settings.peerTimeout(), settings.limits(), clock);
    var swarms = new Swarms(settings, ours, seeders, listener, store);
    var udp = new UdpRequests(swarms, new ConnectionIds(new SecureRandom(), clock));
    // First of all what may fail.
    var udpDoor = settings.udpEnabled() ? UdpDoor.open(settings, udp) : null;
    return new Tracker(store, swarms, udp, udpDoor, Expiry.start(store::expire, EXPIRY));
  }

  /** The port that was taken; empty if UDP is not enabled. */
  public OptionalInt udpPort() {
    return udpDoor == null ? OptionalInt.empty() : OptionalInt.of(udpDoor.port());
  }

  /**
   * A new servlet that answers {@code GET …/announce} and {@code GET …/scrape}, told apart by the
   * last segment of the path, so any mapping and any container will do. It takes the sender's
   * address from the container: behind a proxy the container must read what the proxy says of it.
   */
  public HttpServlet servlet() {
    return new TrackerServlet(swarms, http);
  }

  public TrackerStats stats() {
    var size = store.size();
    return new TrackerStats(
        http.snapshot(), udp.stats(), udp.connects(), size.peers(), size.swarms());
  }

  /** Returns when the port is free and the threads have ended; the swarms are forgotten. */
  @Override
  public void close() {
    if (udpDoor != null) {
      udpDoor.close();
    }
    expiry.close();
    store.close();
  }
}
