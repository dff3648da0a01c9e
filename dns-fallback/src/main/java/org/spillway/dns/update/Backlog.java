package org.spillway.dns.update;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.spillway.dns.zone.Change;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.ZoneVersion;

/**
 * The names at which a primary is still to be changed. Names, not changes: what a name is to hold
 * is looked up when it is sent, so that the newest state arrives, however long the primary was
 * away.
 */
final class Backlog {
  private final PublishedRecords published;
  private final Set<RecordName> pending = new LinkedHashSet<>();

  /** Where others have put records, which we leave alone. */
  private final Set<RecordName> foreign = new HashSet<>();

  /** Of what is published: up to where its changes are in here. */
  private long serial;

  Backlog(PublishedRecords published) {
    this.published = published;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  int size() {
    return pending.size();
  }

  Set<RecordName> foreign() {
    return foreign;
  }

  /** Begins with what was found. */
  void begin(Reconciliation found) {
    pending.clear();
    pending.addAll(found.different());
    foreign.clear();
    foreign.addAll(found.foreign());
    serial = found.serial();
  }

  /**
   * Takes over what was published since.
   *
   * @return false if it is not known any more what that is
   */
  boolean follow() {
    if (published.serial() == serial) {
      return true;
    }
    var versions = published.since(serial);
    versions.ifPresent(since -> since.forEach(this::add));
    return versions.isPresent();
  }

  private void add(ZoneVersion version) {
    version.changes().stream().map(Change::name).forEach(pending::add);
    serial = version.serial();
  }

  /**
   * Is done with what was delivered.
   *
   * @return whether others have records at more names than was known
   */
  boolean settle(UpdateRun run) {
    run.right().forEach(pending::remove);
    run.foreign().forEach(pending::remove);
    return foreign.addAll(run.foreign());
  }

  /**
   * A torrent that is split over several names is whole whenever its first one is there: that one
   * comes after its parts, and goes before them.
   */
  List<RecordName> inOrder() {
    return pending.stream().sorted(Comparator.comparing(this::turn)).toList();
  }

  private int turn(RecordName name) {
    if (name.part() == 0) {
      return 1;
    }
    return published.find(name).isPresent() ? 0 : 2;
  }
}
