package org.spillway.webapp.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.spillway.net.DaemonThreads;

/**
 * The names of this machine: localhost, its host name, and what DNS calls it. They are looked up
 * once, on a thread of their own, so that a name server that does not answer cannot keep the server
 * from starting. Safe for use by many threads.
 */
public final class LocalNames implements Supplier<Set<String>> {
  public static final String LOCALHOST = "localhost";

  /** The longest wait at the start. Names that come later count from then on. */
  private static final Duration MOST = Duration.ofSeconds(2);

  private final List<InetAddress> addresses;
  private volatile Set<String> names = Set.of(LOCALHOST);

  private LocalNames(List<InetAddress> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Returns when the names are known, after two seconds at the latest.
   *
   * @param addresses the addresses whose names in DNS are names of this machine
   */
  public static LocalNames lookUp(List<InetAddress> addresses) {
    var names = new LocalNames(addresses);
    var thread = DaemonThreads.single("local-names", names::lookUp);
    thread.start();
    try {
      thread.join(MOST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return names;
  }

  private void lookUp() {
    Set<String> found = new HashSet<>(names);
    try {
      var host = InetAddress.getLocalHost();
      add(host.getHostName(), host, found);
      add(host.getCanonicalHostName(), host, found);
    } catch (UnknownHostException e) {
      // A machine whose own name nobody knows.
    }
    names = Set.copyOf(found);
    // The JDK believes a name only if it leads back to the address.
    addresses.forEach(address -> add(address.getCanonicalHostName(), address, found));
    names = Set.copyOf(found);
  }

  /** Adds a name, unless it is the address itself, as it is for an address without a name. */
  private static void add(String name, InetAddress address, Set<String> names) {
    if (!name.equals(address.getHostAddress())) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Returns the names in lower case. */
  @Override
  public Set<String> get() {
    return names;
  }
}
