package org.spillway.dns.update;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;

/** Reads all that a primary holds, and finds what differs from what is published. */
final class Reconciliation {
  private final PrimaryReader reader;
  private final PublishedRecords published;
  private final PublishedNames known;

  private final List<RecordName> different = new ArrayList<>();
  private final List<RecordName> foreign = new ArrayList<>();
  private long serial;
  private boolean complete;

  Reconciliation(PrimaryReader reader, PublishedRecords published, PublishedNames known) {
    this.reader = reader;
    this.published = published;
    this.known = known;
  }

  /** The primary does not hold there what is published. */
  List<RecordName> different() {
    return different;
  }

  /** Others have records there. */
  List<RecordName> foreign() {
    return foreign;
  }

  /** Of what is published: the primary was compared with it. */
  long serial() {
    return serial;
  }

  /** Whether what is not published was looked for as well. */
  boolean isComplete() {
    return complete;
  }

  /** To be called once. */
  void reconcile(PrimaryConnection connection) throws IOException {
    complete = published.isComplete();
    var found = reader.read(connection, this::knownAndPublished);
    var snapshot = published.snapshot();
    serial = snapshot.serial();
    known.replace(ours(found));
    snapshot.rrsets().forEach(entry -> compare(entry.name(), found));
    if (complete) {
      // Before, what is not published may be so in a moment.
      known.all().stream()
          .filter(name -> published.find(name).isEmpty())
          .forEach(name -> compare(name, found));
    }
  }

  private Set<RecordName> knownAndPublished() {
    Set<RecordName> names = new HashSet<>(known.all());
    published.snapshot().rrsets().forEach(entry -> names.add(entry.name()));
    return names;
  }

  private static List<RecordName> ours(Map<RecordName, Fingerprint> found) {
    return found.entrySet().stream()
        .filter(entry -> entry.getValue().hasOurs())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void compare(RecordName name, Map<RecordName, Fingerprint> found) {
    var there = found.getOrDefault(name, Fingerprint.NONE);
    if (!there.isOurs()) {
      foreign.add(name);
    }
    boolean right = there.holds(Fingerprint.of(published.find(name).orElse(TxtRrset.NONE)));
    if (!right && (there.isOurs() || there.hasOurs())) {
      different.add(name);
    }
  }
}
