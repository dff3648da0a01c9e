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
 * Goes over all names once an hour, and at once when there is another certificate, to have those
 * signed that need it: some each second, so that a million names keep no processor busy. The
 * certificates of before stay until no cache can hold a record that names them. Safe for use by
 * many threads, of which one takes the steps.
 */
final class SigningPass {
  /** What became of a name. */
  enum Outcome {
    /** It needs nothing. */
    RIGHT,
    /** It was signed. */
    SIGNED,
    /** It is to be signed, but not yet. */
    LATER
  }

  /** Names that are looked at in one step. */
  private static final int LOOKS = 20_000;

  /** Names that are signed in one step, at up to 2 ms of CPU each. */
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

  /** Since when no record names an old chain, as the clock says; of use if {@code isClean}. */
  private long cleanSince;

  /**
   * @param all a live view of the names
   * @param ttl of all records, in seconds
   * @param nanoTime as {@link System#nanoTime}
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
   * @param next where its chain stands
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

  /** Begins at once, because the clock was set back: there may be signatures from the future. */
  synchronized void begin() {
    names = all.get().iterator();
    isUnderWay = true;
  }

  /**
   * Some of the work. To be called every second or so.
   *
   * @param look at one name, and signs it if it needs it
   * @return chains to be withdrawn now
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
