package org.spillway.dns.update;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spillway.dns.zone.Change;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.Version;
import org.xbill.DNS.Name;

/**
 * Keeps one zone at one primary equal to what is published. What is kept for later is names, not
 * changes: what a name is to hold is looked up when it is sent, so that the newest state arrives,
 * however long the primary was away. For one thread, but for {@link #stats}.
 */
final class Publisher {
  private static final System.Logger log = System.getLogger(Publisher.class.getName());

  /** How often in a row others may come first before we pause. */
  private static final int MAX_OVERTAKEN = 5;

  private final Primary primary;
  private final Name updated;
  private final FallbackZone zone;
  private final PublishedRecords published;
  private final KnownNames known;
  private final PrimaryReader reader;
  private final UpdateTiming timing;
  private final SerialWatch watch;

  private final Set<RecordName> pending = new LinkedHashSet<>();

  /** Where others have put records, which we leave alone. */
  private final Set<RecordName> foreign = new HashSet<>();

  /** Of what is published: up to where its changes went into {@link #pending}. */
  private long serial;

  private boolean inDoubt = true;
  private boolean wasComplete;
  private Instant reconciled = Instant.MIN;
  private String error = "";
  private volatile UpdateStats stats;

  Publisher(
      Primary primary,
      FallbackZone zone,
      PublishedRecords published,
      KnownNames known,
      UpdateTiming timing) {
    this.primary = primary;
    this.updated = primary.zoneOf(zone.origin());
    this.zone = zone;
    this.published = published;
    this.known = known;
    this.reader = new PrimaryReader(updated, zone);
    this.timing = timing;
    this.watch = new SerialWatch(timing.glance());
    this.stats = current();
  }

  /** What the primary holds is not known any more: it is read before anything is sent. */
  void doubt() {
    inDoubt = true;
  }

  /** As of the last step. Safe for use by many threads. */
  UpdateStats stats() {
    return stats;
  }

  /**
   * @param error why the primary takes no updates now; empty if it does
   */
  void note(String error) {
    this.error = error;
    stats = current();
  }

  private UpdateStats current() {
    return new UpdateStats(
        primary.toString(),
        zone.origin().toString(),
        known.size(),
        pending.size(),
        foreign.size(),
        error);
  }

  /** The zone at the primary. */
  Name updated() {
    return updated;
  }

  /** Whether there is something to say to the primary, or to see there. */
  boolean hasWork() {
    follow();
    return hasNews() || watch.isDue();
  }

  private boolean hasNews() {
    return mustReconcile() || !pending.isEmpty();
  }

  /** Takes over what was published since. */
  private void follow() {
    if (inDoubt || published.serial() == serial) {
      return;
    }
    var versions = published.since(serial);
    if (versions.isEmpty()) {
      doubt();
      return;
    }
    for (Version version : versions.get()) {
      version.changes().stream()
          .map(Change::name)
          .filter(name -> !foreign.contains(name))
          .forEach(pending::add);
      serial = version.serial();
    }
  }

  private boolean mustReconcile() {
    return inDoubt
        || (published.isComplete() && !wasComplete)
        || Instant.now().isAfter(reconciled.plus(timing.reconcile()));
  }

  /**
   * Says all there is to say.
   *
   * @throws RefusedException if the primary does not want to hear it
   */
  void work(PrimaryConnection connection) throws IOException {
    glance(connection);
    if (hasNews()) {
      tell(connection);
      // What our own updates made of it.
      glance(connection);
    }
  }

  private void glance(PrimaryConnection connection) throws IOException {
    if (watch.wentBack(reader.soa(connection).getSerial())) {
      log.log(INFO, "dns.update: {0} went back to an old state of {1}", primary, updated);
      doubt();
    }
  }

  private void tell(PrimaryConnection connection) throws IOException {
    if (mustReconcile()) {
      reconcile(connection);
    }
    for (int overtaken = 0; !pending.isEmpty(); overtaken++) {
      if (overtaken > MAX_OVERTAKEN) {
        throw new IOException("others change the zone all the time");
      }
      deliver(connection);
    }
  }

  /** Reads what is there, and keeps in mind what differs from what should be. */
  private void reconcile(PrimaryConnection connection) throws IOException {
    boolean complete = published.isComplete();
    var found = reader.read(connection, this::knownAndPublished);
    var snapshot = published.snapshot();
    known.replace(ours(found));
    pending.clear();
    foreign.clear();
    snapshot.rrsets().forEach(entry -> compare(entry.name(), found));
    if (complete) {
      // Before, what is not published may be so in a moment.
      known.all().stream()
          .filter(name -> published.find(name).isEmpty())
          .forEach(name -> compare(name, found));
    }
    serial = snapshot.serial();
    reconciled = Instant.now();
    wasComplete = complete;
    inDoubt = false;
    warnOfForeign();
    stats = current();
  }

  private Set<RecordName> knownAndPublished() {
    Set<RecordName> names = new HashSet<>(known.all());
    published.snapshot().rrsets().forEach(entry -> names.add(entry.name()));
    return names;
  }

  private static List<RecordName> ours(Map<RecordName, Fingerprint> found) {
    return found.entrySet().stream()
        .filter(entry -> entry.getValue().isOurs())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void compare(RecordName name, Map<RecordName, Fingerprint> found) {
    var there = found.getOrDefault(name, Fingerprint.NONE);
    if (!there.isOurs()) {
      foreign.add(name);
    } else if (!there.equals(Fingerprint.of(published.find(name)))) {
      pending.add(name);
    }
  }

  private void warnOfForeign() {
    if (!foreign.isEmpty()) {
      log.log(
          WARNING,
          "dns.update: {0} holds records of others at {1} names, such as {2}; they are left alone",
          primary,
          foreign.size(),
          zone.owner(foreign.iterator().next()));
    }
  }

  /** All that is pending, in portions; ends early where others came first. */
  private void deliver(PrimaryConnection connection) throws IOException {
    var names = inOrder();
    boolean overtaken = false;
    for (int from = 0; from < names.size() && !overtaken; from += PrimaryReader.AT_A_TIME) {
      int to = Math.min(from + PrimaryReader.AT_A_TIME, names.size());
      var delivery = new Delivery(connection, reader, published, known);
      delivery.deliver(names.subList(from, to));
      settle(delivery);
      overtaken = delivery.isOvertaken();
    }
  }

  private void settle(Delivery delivery) {
    delivery.right().forEach(pending::remove);
    delivery.foreign().forEach(pending::remove);
    if (foreign.addAll(delivery.foreign())) {
      warnOfForeign();
    }
    if (delivery.hasLost()) {
      // What it lost here it may have lost elsewhere.
      doubt();
    }
    stats = current();
  }

  /**
   * A torrent that is split over several names is whole whenever its first one is there: that one
   * comes after its parts, and goes before them.
   */
  private List<RecordName> inOrder() {
    return pending.stream().sorted(Comparator.comparing(this::turn)).toList();
  }

  private int turn(RecordName name) {
    if (name.part() == 0) {
      return 1;
    }
    return published.find(name).isPresent() ? 0 : 2;
  }
}
