package org.spillway.dns.zone;

import java.io.IOException;
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
 * since 1970 as its serial, or the next number where the clock is behind, but no more than once a
 * second unless it must be: a million torrents found at the start would carry the serial days ahead
 * of the clock. It goes on where it was before the last end, for secondaries that have a higher one
 * would never ask again. Safe for use by many threads.
 */
final class ZoneJournal {
  /** Changes that are kept for secondaries; one that is further behind gets the whole zone. */
  private static final int MAX_CHANGES = 100_000;

  /** The same in bytes of their records, which hold on to files that are deleted. */
  private static final long MAX_BYTES = 256L << 20;

  private final InstantSource clock;
  private final Deque<ZoneVersion> versions = new ArrayDeque<>();
  private final Map<RecordName, Change> open = new LinkedHashMap<>();
  private final SerialFile file;
  private int kept;
  private long keptBytes;

  /** Of the open version; more than it has where one name changed twice. */
  private long openBytes;

  /** Whether the open version is too large to be kept: what led to it is not known any more. */
  private boolean overflown;

  /** When the last version was closed, as {@link #now}; the clock may be set. */
  private volatile int closedAt;

  /** The serial before the oldest version that is kept. */
  private int oldest;

  // Read without the lock by every negative answer.
  private volatile int serial;
  private volatile boolean changed;

  /** Begins a new count with each start. */
  ZoneJournal(InstantSource clock) {
    this(clock, SerialFile.none(), (int) clock.instant().getEpochSecond());
  }

  private ZoneJournal(InstantSource clock, SerialFile file, int serial) {
    this.clock = clock;
    this.file = file;
    this.serial = serial;
    this.oldest = serial;
    this.closedAt = now();
    file.write(serial);
  }

  /**
   * Goes on with a serial that was not given out yet, as the changes that led there are not known.
   */
  static ZoneJournal open(InstantSource clock, SerialFile file) throws IOException {
    int now = (int) clock.instant().getEpochSecond();
    var last = file.read();
    return new ZoneJournal(clock, file, last.isPresent() ? after(last.getAsInt(), now) : now);
  }

  /** The clock's serial if it is higher (RFC 1982 §3.2), else the next one. */
  private static int after(int last, int now) {
    return now - last > 0 ? now : last + 1;
  }

  /** Seen together by whoever looks. */
  synchronized void add(List<Change> changes) {
    if (!overflown) {
      changes.forEach(this::gather);
    }
    changed |= !changes.isEmpty();
    if (open.size() > MAX_CHANGES || openBytes > MAX_BYTES) {
      overflown = true;
      open.clear();
    }
  }

  private void gather(Change change) {
    openBytes += change.bytes();
    var whole = open.merge(change.name(), change, Change::then);
    if (whole.changesNothing()) {
      open.remove(change.name());
    }
  }

  /**
   * The serial of the last closed version; closes the open one if the last was closed in another
   * second.
   */
  long serial() {
    if (changed && now() != closedAt) {
      return close();
    }
    return Integer.toUnsignedLong(serial);
  }

  /** Of all that was added until now. */
  synchronized long close() {
    if (changed) {
      closedAt = now();
      serial = after(serial, closedAt);
      file.write(serial);
      if (overflown) {
        forget();
      } else {
        keep(open.values());
      }
      open.clear();
      openBytes = 0;
      overflown = false;
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
    versions.add(new ZoneVersion(Integer.toUnsignedLong(serial), List.copyOf(changes)));
    kept += changes.size();
    keptBytes += bytes(changes);
    while (kept > MAX_CHANGES || keptBytes > MAX_BYTES) {
      var first = versions.remove();
      kept -= first.changes().size();
      keptBytes -= bytes(first.changes());
      oldest = (int) first.serial();
    }
  }

  private void forget() {
    versions.clear();
    kept = 0;
    keptBytes = 0;
    oldest = serial;
  }

  private static long bytes(Collection<Change> changes) {
    return changes.stream().mapToLong(Change::bytes).sum();
  }

  /**
   * The versions after a serial, the oldest first; none if it is the current one.
   *
   * @return absent if it is not known how the zones differ from that serial
   */
  synchronized Optional<List<ZoneVersion>> since(long from) {
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

  synchronized void end() throws IOException {
    file.close();
  }

  /** Modulo 2^32, as all arithmetic with serials is. */
  private int now() {
    return (int) clock.instant().getEpochSecond();
  }
}
