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
 * How the parts of a split torrent are replaced so that caches, which keep each name for a time of
 * its own, never have half of one version and half of another.
 *
 * <p>The new parts go to numbers that nobody has asked for yet, behind the old ones, and the base
 * says that there are so many parts. A time to live later, when no cache knows the old base any
 * more, copies of the new parts replace the old ones. Another time to live later, when no cache
 * knows the old parts any more, the base names the copies alone, and all else goes. So the same
 * torrent ends up at the same names everywhere, whatever was there before it.
 *
 * <p>Where there are not enough numbers, because a base may name no more parts than it has records,
 * all is replaced at once. For one thread at a time.
 */
final class PartMoves {
  /**
   * The RDATA of a base record, in bytes: those of other forms are longer, or one string like it.
   */
  private static final int MAX_BASE = 64;

  /** How long caches keep it that there is no such name: the MINIMUM of the SOA record. */
  private static final Duration NEGATIVE = Duration.ofMinutes(1);

  /** A client asks for the parts somewhat later than for the base. */
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
   * A replacement under way.
   *
   * @param base as it is in the end
   * @param first the number at which the new parts begin until then
   * @param due when the next step is to be taken, as {@link System#nanoTime}
   */
  private record Move(TxtRrset base, int first, int count, Step next, long due) {}

  /**
   * @param ttl of all records, in seconds
   * @param nanoTime as {@link System#nanoTime}: the clock on the wall may be set
   */
  PartMoves(RecordTable table, int ttl, LongSupplier nanoTime) {
    this.table = table;
    this.ttl = ttl;
    this.nanoTime = nanoTime;
  }

  /**
   * What is to be at the names of a torrent from now on; {@link TxtRrset#NONE} where nothing is to
   * be. Names that are not mentioned stay as they are.
   *
   * @param parts none if the torrent is not split
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

  /** Everything goes at once, the base first. */
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

  /** The next step of each replacement for which it is time, as {@link #replace} gives it. */
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

  /** The number at which the parts are to begin now. */
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

  /** The highest number of a part that stands below a name, or that its base speaks of. */
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

  /** Whether a replacement is under way there, in which the base changes once more. */
  boolean isOpen(RecordName name) {
    return open.containsKey(name);
  }

  /**
   * Whether a name holds the torrent of these records, whatever the number of parts and signatures.
   *
   * @param records of the base, without a signature
   */
  static boolean isSame(TxtRrset there, List<List<String>> records) {
    if (Signing.unsigned(there.strings()).equals(records)) {
      return true;
    }
    var one = split(there);
    var other = split(TxtRrset.of(records, 0));
    return one.isPresent() && other.isPresent() && isOfOne(one.get(), other.get());
  }

  /** What a base record says, which may have a signature beside it; absent if there is none. */
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
