package org.spillway.dns.dnssec;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.ZoneVersion;
import org.xbill.DNS.Record;

/**
 * The zone with its signatures and a chain of NSEC records (RFC 4034 §4), for secondaries, which
 * have no key; and how it came to be, as they have to hear which signatures go. Follows the zone
 * when it is told to. Safe for use by many threads.
 */
public final class SignedZone {
  /** How often it is looked for signatures to be made anew, each of which has its hour. */
  private static final Duration LOOK = Duration.ofHours(1);

  private final FallbackZone zone;
  private final PublishedRecords published;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private final SignedChain chain;
  private final SignedHistory history = new SignedHistory();
  private List<Record> apex = List.of();
  private long serial = -1;
  private Instant lastLook = Instant.MIN;

  /** Read without the lock: whoever asks must not wait for signatures. */
  private volatile @Nullable SignedState state;

  public SignedZone(FallbackZone zone, PublishedRecords published, ZoneSigner signer) {
    this.zone = zone;
    this.published = published;
    this.clock = signer.clock();
    this.chain = new SignedChain(zone, signer);
  }

  /**
   * Signs what is not signed yet, and anew what it is time for; the serial then grows. Takes a
   * fraction of a millisecond for each signature: for a thread that may take its time.
   */
  public void follow() {
    lock.lock();
    try {
      var now = clock.instant();
      var due = mustLook(now) ? look(now) : Set.<RecordName>of();
      if (published.serial() != serial) {
        follow(due, now);
        state = new SignedState(zone, serial, apex, chain.names(), history.versions());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What there was when it was last followed. Costs nothing.
   *
   * @return absent if it never was
   */
  public Optional<SignedState> current() {
    return Optional.ofNullable(state);
  }

  /** Every hour, and whenever the clock was set back: signatures can be from the future then. */
  private boolean mustLook(Instant now) {
    boolean setBack = now.isBefore(lastLook);
    return setBack || lastLook.equals(Instant.MIN) || !now.isBefore(lastLook.plus(LOOK));
  }

  /** Names with signatures to be made anew; the serial has grown if there are any. */
  private Set<RecordName> look(Instant now) {
    lastLook = now;
    chain.keepInPlace(published);
    var due = chain.due(now);
    boolean apexIsDue = serial >= 0 && !chain.apex(serial).equals(apex);
    if (apexIsDue || !due.isEmpty()) {
      published.nextSerial();
    }
    return due;
  }

  private void follow(Set<RecordName> due, Instant now) {
    var missed = published.since(serial);
    if (missed.isEmpty()) {
      begin(now);
      return;
    }
    int last = missed.get().size() - 1;
    for (int i = 0; i <= last; i++) {
      apply(missed.get().get(i), i == last ? due : Set.of(), now);
    }
  }

  private void begin(Instant now) {
    history.clear();
    var snapshot = published.snapshot();
    chain.begin(snapshot, now);
    serial = snapshot.serial();
    apex = chain.apex(serial);
  }

  private void apply(ZoneVersion version, Set<RecordName> due, Instant now) {
    var changes = chain.apply(version.changes(), due, now);
    var before = apex;
    apex = chain.apex(version.serial());
    history.add(new SignedVersion(serial, before, apex, changes));
    serial = version.serial();
  }
}
