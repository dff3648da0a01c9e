package org.spillway.dns.update;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.Version;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * Keeps one zone at one primary equal to what is published. What is kept for later is names, not
 * changes: what a name is to hold is looked up when it is sent, so that the newest state arrives,
 * however long the primary was away. For one thread.
 */
final class Publisher {
  private static final System.Logger log = System.getLogger(Publisher.class.getName());

  private final Primary primary;
  private final Name updated;
  private final FallbackZone zone;
  private final PublishedRecords published;
  private final KnownNames known;
  private final PrimaryReader reader;
  private final UpdateTiming timing;

  private final Set<RecordName> pending = new LinkedHashSet<>();

  /** Where others have put records, which we leave alone. */
  private final Set<RecordName> foreign = new HashSet<>();

  /** Of what is published: up to where its changes went into {@link #pending}. */
  private long serial;

  private boolean inDoubt = true;
  private boolean wasComplete;
  private Instant reconciled = Instant.MIN;

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
  }

  /** What the primary holds is not known any more: it is read before anything is sent. */
  void doubt() {
    inDoubt = true;
  }

  UpdateStats stats(String lastError) {
    return new UpdateStats(
        primary.toString(), zone.origin().toString(), known.size(), pending.size(), lastError);
  }

  /** The zone at the primary. */
  Name updated() {
    return updated;
  }

  /** Whether there is something to say to the primary. */
  boolean hasWork() {
    follow();
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
          .map(change -> change.name())
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
    if (mustReconcile()) {
      reconcile(connection);
    }
    while (!pending.isEmpty()) {
      send(connection);
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
    var wanted = published.find(name).map(Fingerprint::of).orElse(Fingerprint.NONE);
    if (!there.isOurs()) {
      foreign.add(name);
    } else if (!there.equals(wanted)) {
      pending.add(name);
      return;
    }
    pending.remove(name);
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

  /** One pass over all that is pending; ends early where the primary holds something else. */
  private void send(PrimaryConnection connection) throws IOException {
    var batch = new UpdateBatch(updated, zone, known);
    for (RecordName name : inOrder()) {
      var rrset = published.find(name);
      if (rrset.isEmpty() && !known.contains(name)) {
        pending.remove(name);
      } else if (!batch.add(name, rrset)) {
        if (!send(connection, batch)) {
          return;
        }
        batch = new UpdateBatch(updated, zone, known);
        batch.add(name, rrset);
      }
    }
    if (!batch.isEmpty()) {
      send(connection, batch);
    }
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

  /**
   * @return false if the primary holds something else than we thought
   */
  private boolean send(PrimaryConnection connection, UpdateBatch batch) throws IOException {
    known.expect(batch.coming());
    var answer = connection.exchange(batch.message());
    if (answer.getRcode() == Rcode.NOERROR) {
      known.came(batch.coming());
      known.went(batch.going());
      batch.all().forEach(pending::remove);
      return true;
    }
    if (!isPrerequisite(answer)) {
      throw RefusedException.of(answer);
    }
    look(connection, batch.all());
    return false;
  }

  private static boolean isPrerequisite(Message answer) {
    int rcode = answer.getRcode();
    return rcode == Rcode.NXRRSET || rcode == Rcode.YXRRSET;
  }

  /** Sees what is at names of which the primary says that something else is. */
  private void look(PrimaryConnection connection, Collection<RecordName> names) throws IOException {
    var found = reader.query(connection, names);
    var there = ours(found);
    var gone =
        names.stream().filter(known::contains).filter(name -> !there.contains(name)).toList();
    if (gone.isEmpty() && there.stream().allMatch(known::contains) && foreign(found).isEmpty()) {
      throw new IOException("it finds other records than it shows");
    }
    known.expect(there);
    known.came(there);
    known.went(gone);
    names.forEach(name -> compare(name, found));
    warnOfForeign();
    if (!gone.isEmpty()) {
      // What it lost here it may have lost elsewhere.
      doubt();
    }
  }

  private static List<RecordName> foreign(Map<RecordName, Fingerprint> found) {
    return found.entrySet().stream()
        .filter(entry -> !entry.getValue().isOurs())
        .map(Map.Entry::getKey)
        .toList();
  }
}
