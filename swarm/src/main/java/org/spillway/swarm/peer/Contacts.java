package org.spillway.swarm.peer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Remembers the peers that need no dialling, because they are connected or were dialled within the
 * last minute. Safe for use by many threads.
 */
final class Contacts {
  /**
   * The shortest time between two dials of one peer. A peer behind a firewall is announced again
   * and again, and never answers.
   */
  static final Duration LATELY = Duration.ofMinutes(1);

  /** If this many peers are remembered, those that were dialled first are forgotten early. */
  private static final int REMEMBERED = 10_000;

  private final LongSupplier nanoTime;
  private final Set<Contact> connected = ConcurrentHashMap.newKeySet();
  private final Map<Contact, Long> dialled = new LinkedHashMap<>();

  Contacts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Notes a connection. A peer that was reached may be dialled again as soon as its connection has
   * ended.
   */
  void connected(List<Contact> contacts) {
    connected.addAll(contacts);
    synchronized (dialled) {
      contacts.forEach(dialled::remove);
    }
  }

  void disconnected(List<Contact> contacts) {
    contacts.forEach(connected::remove);
  }

  /**
   * Returns whether to dial the peer now; if so, it counts as dialled.
   *
   * @param names the peer under every hash of its torrent; a hybrid torrent has two, and its peers
   *     announce themselves under both
   */
  boolean mayDial(List<Contact> names) {
    if (names.stream().anyMatch(connected::contains)) {
      return false;
    }
    long now = nanoTime.getAsLong();
    synchronized (dialled) {
      forget(now);
      if (names.stream().anyMatch(dialled::containsKey)) {
        return false;
      }
      names.forEach(name -> dialled.put(name, now));
      return true;
    }
  }

  /** Forgets the dials that are too old to matter. The map is in the order of dialling. */
  private void forget(long now) {
    var times = dialled.values().iterator();
    while (times.hasNext()) {
      boolean lately = now - times.next() < TimeUnit.NANOSECONDS.convert(LATELY);
      if (lately && dialled.size() < REMEMBERED) {
        return;
      }
      times.remove();
    }
  }
}
