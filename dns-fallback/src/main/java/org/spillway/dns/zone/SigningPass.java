package org.spillway.dns.zone;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Visits all names once an hour, and at once when there is another certificate, and has those
 * signed that need it. It handles some each second, so that a million names do not keep a processor
 * busy. Earlier certificates stay until no cache can hold a record that names them. Safe for use by
 * many threads, of which one takes the steps.
 */
final class SigningPass {
  /** The result for one name. */
  enum Outcome {
    /** The name needs nothing. */
    RIGHT,
    /** The name was signed. */
    SIGNED,
    /** The name must be signed, but later. */
    LATER
  }

  /** The number of names that one step looks at. */
  private static final int LOOKS = 20_000;

  /** The number of names that one step signs; each takes up to 2 ms of CPU time. */
  private static final int SIGNATURES = 200;

  private static final Duration PAUSE = Duration.ofHours(1);

  private final Supplier<Set<RecordName>> all;
  private final LongSupplier nanoTime;
  private final long keepNanos;
  private final Set<RecordName> oldChains = new HashSet<>();
  private @Nullable RecordName chain;
  private Iterator<RecordName> names = Collections.emptyIterator();
  private boolean isUnderWay;
  private boolean leftSome;
  private boolean isClean;
  private long ended;

  /** The time since which no record names an old chain; it counts only if {@code isClean}. */
  private long cleanSince;

  /**
   * Makes a pass that has not begun.
   *
   * @param all supplies a live view of the names
   * @param ttl the time to live of all records, in seconds
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  SigningPass(Supplier<Set<RecordName>> all, int ttl, LongSupplier nanoTime) {
    this.all = all;
    this.nanoTime = nanoTime;
    this.ended = nanoTime.getAsLong();
    this.keepNanos = PAUSE.multipliedBy(2).plusSeconds(ttl).toNanos();
  }

  /**
   * Begins at once, because there may be another certificate.
   *
   * @param next the name that holds its chain
   */
  synchronized void begin(RecordName next) {
    if (chain != null && !chain.equals(next)) {
      oldChains.add(chain);
      isClean = false;
    }
    oldChains.remove(next);
    chain = next;
    begin();
  }

  /** Begins at once, because the clock was set back and signatures may lie in the future. */
  synchronized void begin() {
    names = all.get().iterator();
    isUnderWay = true;
  }

  /**
   * Does some of the work. Must be called about every second.
   *
   * @param look looks at one name, and signs it if necessary
   * @return the names of chains that must be withdrawn now
   */
  synchronized Set<RecordName> step(Function<RecordName, Outcome> look) {
    if (!isUnderWay && nanoTime.getAsLong() - ended >= PAUSE.toNanos()) {
      begin();
    }
    if (isUnderWay) {
      go(look);
    }
    return due();
  }

  private void go(Function<RecordName, Outcome> look) {
    int signed = 0;
    for (int i = 0; i < LOOKS && signed < SIGNATURES && names.hasNext(); i++) {
      var outcome = look.apply(names.next());
      signed += outcome == Outcome.SIGNED ? 1 : 0;
      leftSome |= outcome == Outcome.LATER;
    }
    if (!names.hasNext()) {
      end();
    }
  }

  private void end() {
    isUnderWay = false;
    ended = nanoTime.getAsLong();
    if (!leftSome && !isClean) {
      isClean = true;
      cleanSince = ended;
    }
    leftSome = false;
  }

  private Set<RecordName> due() {
    if (oldChains.isEmpty() || !isClean || nanoTime.getAsLong() - cleanSince < keepNanos) {
      return Set.of();
    }
    var gone = Set.copyOf(oldChains);
    oldChains.clear();
    return gone;
  }
}
