package org.spillway.dns.zone;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The serial of the SOA records (RFC 1982), and the last changes that led to it.
 *
 * <p>Changes gather in an open version until somebody looks; it is then closed with the seconds
 * since 1970 as its serial, but no more than once a second unless it must be: a million torrents
 * found at the start would carry the serial days ahead of the clock, and after the next start it
 * would seem to go back. Safe for use by many threads.
 */
final class Journal {
  /** Changes that are kept for secondaries; one that is further behind gets the whole zone. */
  private static final int MAX_CHANGES = 100_000;

  private final InstantSource clock;
  private final Deque<Version> versions = new ArrayDeque<>();
  private final Map<RecordName, Change> open = new LinkedHashMap<>();
  private int kept;

  /** The serial before the oldest version that is kept. */
  private int oldest;

  // Read without the lock by every negative answer.
  private volatile int serial;
  private volatile boolean changed;

  Journal(InstantSource clock) {
    this.clock = clock;
    this.serial = now();
    this.oldest = serial;
  }

  synchronized void add(Change change) {
    open.merge(change.name(), change, Change::then);
    changed = true;
  }

  /** Of the last closed version; closes the open one if the last is of an earlier second. */
  long serial() {
    if (changed && now() - serial > 0) {
      return close();
    }
    return Integer.toUnsignedLong(serial);
  }

  /** Of all that was added until now. */
  synchronized long close() {
    if (changed) {
      int now = now();
      serial = now - serial > 0 ? now : serial + 1;
      keep(open.values());
      open.clear();
      changed = false;
    }
    return Integer.toUnsignedLong(serial);
  }

  /** A new version, with all that was added until now or without any change. */
  synchronized long next() {
    changed = true;
    return close();
  }

  private void keep(Collection<Change> changes) {
    var lasting = changes.stream().filter(change -> !change.changesNothing()).toList();
    versions.add(new Version(Integer.toUnsignedLong(serial), lasting));
    kept += lasting.size();
    while (kept > MAX_CHANGES) {
      var first = versions.remove();
      kept -= first.changes().size();
      oldest = (int) first.serial();
    }
  }

  /**
   * The versions after a serial, the oldest first; none if it is the current one.
   *
   * @return absent if it is not known how the zones differ from that serial
   */
  synchronized Optional<List<Version>> since(long from) {
    close();
    if (from == Integer.toUnsignedLong(oldest)) {
      return Optional.of(List.copyOf(versions));
    }
    boolean known = versions.stream().anyMatch(version -> version.serial() == from);
    return known
        ? Optional.of(
            versions.stream().dropWhile(version -> version.serial() != from).skip(1).toList())
        : Optional.empty();
  }

  /** Modulo 2^32, as all arithmetic with serials is. */
  private int now() {
    return (int) clock.instant().getEpochSecond();
  }
}
