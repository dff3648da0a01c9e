package org.spillway.dns.dnssec;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.dnssec.SignedVersion.NameChange;
import org.spillway.dns.zone.Change;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.dns.zone.Version;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The zone with its signatures and a chain of NSEC records (RFC 4034 §4), for secondaries, which
 * have no key; and how it came to be, as they have to hear which signatures go. Follows the zone
 * when it is told to. Safe for use by many threads.
 */
public final class SignedZone {
  /** Names whose changes are kept for secondaries. */
  private static final int MAX_CHANGES = 100_000;

  /** Names that may change for a client to wait for their signatures, some 0.1 s. */
  private static final int AT_ONCE = 50;

  /** How often it is looked for signatures to be made anew, each of which has its hour. */
  private static final Duration LOOK = Duration.ofHours(1);

  private static final List<Integer> APEX = List.of(Type.NS, Type.SOA, Type.DNSKEY);

  private final FallbackZone zone;
  private final PublishedRecords published;
  private final ZoneSigner signer;
  private final ZoneKey key;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private final TreeSet<RecordName> order = new TreeSet<>();
  private final Deque<SignedVersion> versions = new ArrayDeque<>();
  private Map<RecordName, SignedName> names = new HashMap<>();
  private List<Record> apex = List.of();
  private Instant nextLook = Instant.MIN;
  private long serial = -1;
  private int kept;

  /** What there is now, once somebody has asked for it. */
  private @Nullable SignedState state;

  public SignedZone(FallbackZone zone, PublishedRecords published, ZoneSigner signer) {
    this.zone = zone;
    this.published = published;
    this.signer = signer;
    this.key = signer.key();
    this.clock = signer.clock();
  }

  /**
   * Signs what is not signed yet, and anew what it is time for; the serial then grows. Takes a
   * fraction of a millisecond for each signature: for a thread that may take its time.
   */
  public void follow() {
    lock.lock();
    try {
      var now = clock.instant();
      boolean looks = !now.isBefore(nextLook);
      var due = looks ? due(now) : Set.<RecordName>of();
      if (looks) {
        nextLook = now.plus(LOOK);
      }
      if (published.serial() != serial) {
        follow(due, Integer.MAX_VALUE, now);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What there is now, if little is left to sign.
   *
   * @return absent if it is not ready; {@link #follow} makes it so
   */
  public Optional<SignedState> current() {
    if (!lock.tryLock()) {
      return Optional.empty();
    }
    try {
      return follow(Set.of(), AT_ONCE, clock.instant()) ? Optional.of(state()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private SignedState state() {
    if (state == null) {
      state =
          new SignedState(
              zone,
              serial,
              apex,
              order.stream().map(name -> Objects.requireNonNull(names.get(name))).toList(),
              List.copyOf(versions));
    }
    return state;
  }

  /** Names with signatures to be made anew; the serial has grown if there are any. */
  private Set<RecordName> due(Instant now) {
    names.replaceAll((name, signed) -> inPlace(signed));
    var due =
        names.values().stream()
            .filter(name -> name.rrsig().isDue(now) || name.proof().isDue(now))
            .map(SignedName::name)
            .collect(Collectors.toSet());
    boolean apexIsDue = serial >= 0 && !apex(serial).equals(apex);
    if (apexIsDue || !due.isEmpty()) {
      published.nextSerial();
    }
    return due;
  }

  /** Its records may have moved to another file: the old one is not to be held on to. */
  private SignedName inPlace(SignedName signed) {
    return published
        .find(signed.name())
        .filter(rrset -> !rrset.isSame(signed.rrset()) && rrset.equals(signed.rrset()))
        .map(signed::with)
        .orElse(signed);
  }

  private boolean follow(Set<RecordName> due, int most, Instant now) {
    var missed = published.since(serial);
    if (missed.isEmpty()) {
      return begin(most, now);
    }
    int changes = missed.get().stream().mapToInt(version -> version.changes().size()).sum();
    if (changes > most) {
      return false;
    }
    var last = missed.get().size() - 1;
    for (int i = 0; i <= last; i++) {
      apply(missed.get().get(i), i == last ? due : Set.of(), now);
    }
    return true;
  }

  private boolean begin(int most, Instant now) {
    if (published.size() > most) {
      return false;
    }
    var snapshot = published.snapshot();
    state = null;
    versions.clear();
    kept = 0;
    order.clear();
    snapshot.rrsets().forEach(entry -> order.add(entry.name()));
    Map<RecordName, SignedName> signed = new HashMap<>();
    for (Snapshot.Entry entry : snapshot.rrsets()) {
      signed.put(entry.name(), sign(entry.name(), entry.rrset(), names.get(entry.name()), now));
    }
    names = signed;
    serial = snapshot.serial();
    apex = apex(serial);
    return true;
  }

  private void apply(Version version, Set<RecordName> due, Instant now) {
    for (Change change : version.changes()) {
      if (change.after().isPresent()) {
        order.add(change.name());
      } else {
        order.remove(change.name());
      }
    }
    // Whose NSEC record says that this one comes next.
    var touched = new TreeSet<>(due);
    Map<RecordName, TxtRrset> rrsets = new HashMap<>();
    for (Change change : version.changes()) {
      touched.add(change.name());
      Optional.ofNullable(order.lower(change.name())).ifPresent(touched::add);
      change.after().ifPresent(rrset -> rrsets.put(change.name(), rrset));
    }
    List<NameChange> changes = new ArrayList<>();
    for (RecordName name : touched) {
      change(name, rrsets.get(name), now).ifPresent(changes::add);
    }
    var before = apex;
    apex = apex(version.serial());
    keep(new SignedVersion(serial, before, apex, changes));
    serial = version.serial();
    state = null;
  }

  private Optional<NameChange> change(RecordName name, @Nullable TxtRrset rrset, Instant now) {
    var before = names.remove(name);
    SignedName after = null;
    if (order.contains(name)) {
      var records = rrset == null ? Objects.requireNonNull(before).rrset() : rrset;
      after = sign(name, records, before, now);
      names.put(name, after);
    }
    return Objects.equals(before, after)
        ? Optional.empty()
        : Optional.of(new NameChange(before, after));
  }

  /** With what is still good of the signatures before. */
  private SignedName sign(
      RecordName name, TxtRrset rrset, @Nullable SignedName before, Instant now) {
    var next = order.higher(name);
    return new SignedName(
        name,
        rrset,
        before != null && before.rrset().equals(rrset) && !before.rrsig().isDue(now)
            ? before.rrsig()
            : signer.rrsig(name, rrset, zone.owner(name)),
        next,
        before != null && Objects.equals(before.next(), next) && !before.proof().isDue(now)
            ? before.proof()
            : Rrsig.of(List.of(SignedName.nsec(zone, name, next)), key, Validity.DATA, now));
  }

  private void keep(SignedVersion version) {
    versions.add(version);
    kept += version.changes().size();
    while (kept > MAX_CHANGES) {
      kept -= versions.remove().changes().size();
    }
  }

  private List<Record> apex(long serial) {
    var next = order.isEmpty() ? zone.origin() : zone.owner(order.first());
    var nsec = ZoneSigner.nsec(zone.origin(), next, APEX, zone.denial().getTTL());
    List<Record> records = new ArrayList<>();
    for (var rrset :
        List.of(
            List.of(zone.soa(serial)),
            zone.nameServers(),
            List.of(signer.dnskey()),
            List.of(nsec))) {
      records.addAll(rrset);
      records.add(signer.sign(rrset));
    }
    return List.copyOf(records);
  }
}
