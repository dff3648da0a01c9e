package org.spillway.webapp.host;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.PeerAddress;

/**
 * Tells peers the addresses of the built-in seeder if a host is configured: every address of the
 * host. A machine may start before its resolver or its record is there, and a record may change, so
 * the host is looked up again and again. Meanwhile the addresses that were known before are told.
 * Safe for use by many threads.
 */
public final class NamedSeeder implements Function<InetAddress, List<PeerAddress>> {
  private static final System.Logger log = System.getLogger(NamedSeeder.class.getName());

  /** The key that names the host, for messages. */
  private static final String KEY = "seeder.public-host";

  /** The time between two look-ups of a host that has addresses. */
  static final Duration PERIOD = Duration.ofMinutes(10);

  /** The time between two look-ups of a host that has no address. */
  static final Duration RETRY = Duration.ofSeconds(30);

  /** Looks up a name, such as {@link InetAddress#getAllByName} does. */
  interface Resolver {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  private final String host;
  private final int port;
  private final Resolver resolver;
  private final LongSupplier nanoTime;
  private final Executor lookUps;
  private final AtomicLong nextLook;
  private volatile List<PeerAddress> known = List.of();

  /**
   * Looks once immediately.
   *
   * @param nanoTime the clock, such as {@link System#nanoTime}
   * @param lookUps runs the later look-ups, one at a time
   */
  NamedSeeder(String host, int port, Resolver resolver, LongSupplier nanoTime, Executor lookUps) {
    this.host = host;
    this.port = port;
    this.resolver = resolver;
    this.nanoTime = nanoTime;
    this.lookUps = lookUps;
    this.nextLook = new AtomicLong();
    look();
    if (known.isEmpty()) {
      log.log(
          WARNING,
          "{0}: {1} has no address, so the tracker cannot name the built-in seeder until it has"
              + " one",
          KEY,
          host);
    }
  }

  public static NamedSeeder of(String host, int port) {
    return new NamedSeeder(
        host, port, InetAddress::getAllByName, System::nanoTime, NamedSeeder::onItsOwn);
  }

  private static void onItsOwn(Runnable look) {
    DaemonThreads.single("seeder-host", look).start();
  }

  /** Returns the addresses that every client is told. */
  @Override
  public List<PeerAddress> apply(InetAddress client) {
    long now = nanoTime.getAsLong();
    long due = nextLook.get();
    // Nobody looks a second time before the first one has an answer and sets the next time.
    if (now - due >= 0 && nextLook.compareAndSet(due, now + PERIOD.toNanos())) {
      lookUps.execute(this::look);
    }
    return known;
  }

  private void look() {
    try {
      var addresses = resolver.addressesOf(host);
      know(Stream.of(addresses).map(address -> new PeerAddress(address, port)).toList());
    } catch (UnknownHostException e) {
      log.log(INFO, "{0}: {1} cannot be resolved now", KEY, host);
    }
    nextLook.set(nanoTime.getAsLong() + (known.isEmpty() ? RETRY : PERIOD).toNanos());
  }

  private void know(List<PeerAddress> addresses) {
    if (!addresses.equals(known)) {
      warnIfLoopback(addresses);
      known = addresses;
    }
  }

  /**
   * Warns of loopback addresses, which Debian's {@code /etc/hosts} gives the machine's own name.
   */
  private void warnIfLoopback(List<PeerAddress> addresses) {
    boolean meant =
        host.equals(LocalNames.LOCALHOST) || host.startsWith("127.") || host.equals("[::1]");
    if (!meant && addresses.stream().anyMatch(peer -> peer.address().isLoopbackAddress())) {
      log.log(
          WARNING,
          "{0}: {1} is a loopback address here, and peers are told to find the seeder there",
          KEY,
          host);
    }
  }
}
