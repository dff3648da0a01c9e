package org.spillway.dns.zone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackProfile;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.spillway.torrent.fallback.SplitSet;
import org.spillway.torrent.signature.SignatureRecord;

/**
 * Replaces the parts of split torrents so that caches, which expire each name at a different time,
 * never hold half of one version and half of another.
 *
 * <p>The new parts first get numbers that nobody has asked for yet, after the old ones, and the
 * base names that many parts. One time to live later no cache knows the old base any more, and
 * copies of the new parts replace the old parts. Another time to live later no cache knows the old
 * parts any more; the base then names only the copies, and everything else is removed. So the same
 * torrent ends up at the same names everywhere, whatever was there before.
 *
 * <p>A base may name no more parts than it has records. If that leaves too few numbers, everything
 * is replaced at once. This class is for one thread at a time.
 */
final class PartMoves {
  /**
   * The longest RDATA of a base record, in bytes; records of other forms are longer, or hold one
   * string that is as short.
   */
  private static final int MAX_BASE = 64;

  /**
   * The time for which caches remember that a name does not exist: the MINIMUM of the SOA record.
   */
  private static final Duration NEGATIVE = Duration.ofMinutes(1);

  /** The time by which a client may ask for the parts later than for the base. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final RecordTable table;
  private final int ttl;
  private final LongSupplier nanoTime;
  private final Map<RecordName, Move> open = new LinkedHashMap<>();

  private enum Step {
    COPY,
    END
  }

  /**
   * A replacement that is not finished.
   *
   * @param base the base as it will be in the end
   * @param first the number at which the new parts begin until then
   * @param count the number of parts
   * @param next the next step
   * @param due the time of the next step, as {@link System#nanoTime}
   */
  private record Move(TxtRrset base, int first, int count, Step next, long due) {}

  /**
   * Replaces the split torrents of a table.
   *
   * @param table the records
   * @param ttl the time to live of all records, in seconds
   * @param nanoTime a clock such as {@link System#nanoTime}, because somebody may set the system's
   *     clock
   */
  PartMoves(RecordTable table, int ttl, LongSupplier nanoTime) {
    this.table = table;
    this.ttl = ttl;
    this.nanoTime = nanoTime;
  }

  /**
   * Begins a replacement. Returns the RRsets that the names of the torrent must hold from now on,
   * {@link TxtRrset#NONE} for a name that must be empty; other names stay as they are.
   *
   * @param parts the parts; the list is empty if the torrent is not split
   */
  Map<RecordName, TxtRrset> replace(RecordName name, TxtRrset base, List<TxtRrset> parts) {
    int used = used(name);
    int first = first(name, base, parts, used);
    boolean isStraight = first == 1 && !(parts.isEmpty() && used > 0);
    Map<RecordName, TxtRrset> wanted = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      wanted.put(name.withPart(first + i), parts.get(i));
    }
    wanted.put(name, first == 1 ? base : withParts(base, first - 1 + parts.size()));
    if (isStraight) {
      open.remove(name);
      remove(name, parts.size(), used, wanted);
    } else if (!isUnderWay(name, base)) {
      var next = parts.isEmpty() ? Step.END : Step.COPY;
      open.put(name, new Move(base, first, parts.size(), next, later()));
    }
    return wanted;
  }

  private boolean isUnderWay(RecordName name, TxtRrset base) {
    var move = open.get(name);
    return move != null && move.base.equals(base);
  }

  /** Ends a torrent at once; its base goes first. */
  Map<RecordName, TxtRrset> withdraw(RecordName name) {
    open.remove(name);
    Map<RecordName, TxtRrset> wanted = new LinkedHashMap<>();
    wanted.put(name, TxtRrset.NONE);
    remove(name, 0, used(name), wanted);
    return wanted;
  }

  private static void remove(
      RecordName name, int after, int last, Map<RecordName, TxtRrset> wanted) {
    for (int part = after + 1; part <= last; part++) {
      wanted.put(name.withPart(part), TxtRrset.NONE);
    }
  }

  /**
   * Takes the next step of each replacement that is due, and returns the names as {@link #replace}
   * does.
   */
  Map<RecordName, TxtRrset> due() {
    long now = nanoTime.getAsLong();
    Map<RecordName, TxtRrset> wanted = new LinkedHashMap<>();
    for (var entry : new HashMap<>(open).entrySet()) {
      if (now - entry.getValue().due >= 0) {
        step(entry.getKey(), entry.getValue(), wanted);
      }
    }
    return wanted;
  }

  private void step(RecordName name, Move move, Map<RecordName, TxtRrset> wanted) {
    if (move.next == Step.COPY) {
      for (int i = 0; i < move.count; i++) {
        var copy = name.withPart(i + 1);
        table.find(name.withPart(move.first + i)).ifPresent(part -> wanted.put(copy, part));
      }
      open.put(name, new Move(move.base, move.first, move.count, Step.END, later()));
    } else {
      wanted.put(name, move.base);
      remove(name, move.count, used(name), wanted);
      open.remove(name);
    }
  }

  private long later() {
    var kept = Duration.ofSeconds(Math.max(ttl, NEGATIVE.toSeconds()));
    return nanoTime.getAsLong() + kept.plus(SLACK).toNanos();
  }

  /** Returns the number at which the parts begin now. */
  private int first(RecordName name, TxtRrset base, List<TxtRrset> parts, int used) {
    var wanted = split(base);
    if (wanted.isEmpty() || used == 0) {
      return 1;
    }
    var there = table.find(name).flatMap(PartMoves::split);
    if (there.isPresent() && isOfOne(there.get(), wanted.get())) {
      int first = there.get().parts() - parts.size() + 1;
      if (first >= 1 && areThere(name, parts, first)) {
        return first;
      }
    }
    int behind = Math.max(used, parts.size()) + 1;
    int last = behind - 1 + parts.size();
    return last <= Math.min(wanted.get().count(), FallbackProfile.MAX_PARTS) ? behind : 1;
  }

  private static boolean isOfOne(SplitSet one, SplitSet other) {
    return one.count() == other.count() && one.hash().equals(other.hash());
  }

  private boolean areThere(RecordName name, List<TxtRrset> parts, int first) {
    for (int i = 0; i < parts.size(); i++) {
      if (!table.find(name.withPart(first + i)).equals(Optional.of(parts.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the highest number of a part that is there, or that the base names. */
  private int used(RecordName name) {
    int used = table.find(name).flatMap(PartMoves::split).map(SplitSet::parts).orElse(0);
    while (table.get(name.withPart(used + 1)) != null) {
      used++;
    }
    return used;
  }

  private TxtRrset withParts(TxtRrset base, int parts) {
    var set = split(base).orElseThrow();
    var wider = new SplitSet(set.count(), set.hash(), parts);
    List<List<String>> records = new ArrayList<>(List.of(List.of(wider.toString())));
    base.strings().stream().filter(SignatureRecord::isOne).forEach(records::add);
    return TxtRrset.of(records, ttl);
  }

  /** Returns whether a replacement is going on at which the base will change once more. */
  boolean isOpen(RecordName name) {
    return open.containsKey(name);
  }

  /**
   * Returns whether a name holds the torrent of these records, whatever the numbers of its parts
   * and its signatures are.
   *
   * @param records the records of the base, without a signature
   */
  static boolean isSame(TxtRrset there, List<List<String>> records) {
    if (Signing.unsigned(there.strings()).equals(records)) {
      return true;
    }
    var one = split(there);
    var other = split(TxtRrset.of(records, 0));
    return one.isPresent() && other.isPresent() && isOfOne(one.get(), other.get());
  }

  /**
   * Returns the content of a base record, even if there is a signature beside it. Empty if there is
   * no such record.
   */
  private static Optional<SplitSet> split(TxtRrset base) {
    if (base.count() > 2 || base.rdatas().stream().noneMatch(rdata -> rdata.length <= MAX_BASE)) {
      return Optional.empty();
    }
    try {
      return FallbackRecords.parse(base.strings()) instanceof FallbackAnswer.Split split
          ? Optional.of(split.sets().get(0))
          : Optional.empty();
    } catch (MalformedRecordsException e) {
      return Optional.empty();
    }
  }
}
