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
 * Keeps the serial of the SOA records (RFC 1982), and the last changes that led to it.
 *
 * <p>Changes gather in an open version until somebody looks. The version is then closed; its serial
 * is the number of seconds since 1970, or the next number where the clock is behind. A version is
 * closed at most once a second unless that is necessary: a million torrents found at the start
 * would carry the serial days ahead of the clock. After a restart the serial goes on from the last
 * one, because secondaries with a higher serial would never ask again. Safe for use by many
 * threads.
 */
final class ZoneJournal {
  /**
   * The greatest number of changes that are kept for secondaries; one that is further behind gets
   * the whole zone.
   */
  private static final int MAX_CHANGES = 100_000;

  /**
   * The greatest number of bytes of records that the changes may keep; the records hold on to files
   * that are deleted.
   */
  private static final long MAX_BYTES = 256L << 20;

  private final InstantSource clock;
  private final Deque<ZoneVersion> versions = new ArrayDeque<>();
  private final Map<RecordName, Change> open = new LinkedHashMap<>();
  private final SerialFile file;
  private int kept;
  private long keptBytes;

  /** The bytes of the open version; the sum is too high where one name changed twice. */
  private long openBytes;

  /** The open version is too large to be kept, so that its changes are not known any more. */
  private boolean overflown;

  /** The time when the last version was closed, as {@link #now} gives it; the clock may be set. */
  private volatile int closedAt;

  /** The serial before the oldest version that is kept. */
  private int oldest;

  // Every negative answer reads these without the lock.
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
   * Goes on with a serial that was not given out yet, because the changes that led there are not
   * known.
   */
  static ZoneJournal open(InstantSource clock, SerialFile file) throws IOException {
    int now = (int) clock.instant().getEpochSecond();
    var last = file.read();
    return new ZoneJournal(clock, file, last.isPresent() ? after(last.getAsInt(), now) : now);
  }

  /** Returns the clock's serial if it is higher (RFC 1982 §3.2), or else the next one. */
  private static int after(int last, int now) {
    return now - last > 0 ? now : last + 1;
  }

  /** Adds changes, which become visible together. */
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
   * Returns the serial of the last closed version. Closes the open one first if the last one was
   * closed in another second.
   */
  long serial() {
    if (changed && now() != closedAt) {
      return close();
    }
    return Integer.toUnsignedLong(serial);
  }

  /** Closes the open version, and returns the serial of everything that was added. */
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

  /** Closes a version even if nothing changed, and returns its serial. */
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
   * Returns the versions after a serial, oldest first; the list is empty if the serial is the
   * current one.
   *
   * @return empty if it is not known how the zones differ from that serial
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

  /** Returns the seconds since 1970 modulo 2^32; all arithmetic with serials is modulo 2^32. */
  private int now() {
    return (int) clock.instant().getEpochSecond();
  }
}
