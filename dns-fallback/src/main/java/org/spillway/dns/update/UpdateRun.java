package org.spillway.dns.update;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * Makes a primary hold at some names what is published there: looks at what is there, and replaces
 * it on condition that it is still so.
 */
final class UpdateRun {
  /** What a prerequisite that is not met is answered with (RFC 2136 §3.2). */
  private static final Set<Integer> CHANGED =
      Set.of(Rcode.NXRRSET, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.YXDOMAIN);

  private final PrimaryConnection connection;
  private final PrimaryReader reader;
  private final PublishedRecords published;
  private final PublishedNames known;

  private final List<RecordName> right = new ArrayList<>();
  private final List<RecordName> foreign = new ArrayList<>();
  private boolean lost;
  private boolean overtaken;
  private UpdateBatch batch;

  UpdateRun(
      PrimaryConnection connection,
      PrimaryReader reader,
      PublishedRecords published,
      PublishedNames known) {
    this.connection = connection;
    this.reader = reader;
    this.published = published;
    this.known = known;
    this.batch = reader.newBatch();
  }

  /** The primary holds there what is published. */
  List<RecordName> right() {
    return right;
  }

  /** Others have records there, which were left alone. */
  List<RecordName> foreign() {
    return foreign;
  }

  /** Whether somewhere it does not hold what it did. */
  boolean hasLost() {
    return lost;
  }

  /** Whether others changed the zone between look and update; the rest was not sent. */
  boolean isOvertaken() {
    return overtaken;
  }

  /**
   * To be called once.
   *
   * @param names in the order in which they are to change
   */
  void update(List<RecordName> names) throws IOException {
    var held = reader.look(connection, names);
    var gone =
        names.stream().filter(name -> known.contains(name) && !held.containsKey(name)).toList();
    known.went(gone);
    lost = !gone.isEmpty();
    for (RecordName name : names) {
      place(name, held.getOrDefault(name, List.of()));
      if (overtaken) {
        return;
      }
    }
    flush();
  }

  private void place(RecordName name, List<Record> held) throws IOException {
    var wanted = published.find(name).orElse(TxtRrset.NONE);
    var seen = Fingerprint.of(held);
    if (!seen.isOurs()) {
      foreign.add(name);
      replaceOurs(name, held, wanted);
    } else if (seen.holds(Fingerprint.of(wanted))) {
      right.add(name);
    } else if (!UpdateBatch.fits(held, wanted)) {
      flush();
      placeAlone(name);
    } else if (!batch.add(name, held, wanted)) {
      flush();
      batch.add(name, held, wanted);
    }
  }

  /** What is no longer so must go, whoever put something beside it; theirs stays. */
  private void replaceOurs(RecordName name, List<Record> held, TxtRrset wanted) throws IOException {
    var ours = held.stream().filter(record -> Fingerprint.of(record).isOurs()).toList();
    if (ours.isEmpty() || Fingerprint.of(held).holds(Fingerprint.of(wanted))) {
      return;
    }
    // Where both do not go into one message, none is better than one that is no longer so.
    var next = UpdateBatch.fits(ours, wanted) ? wanted : TxtRrset.NONE;
    if (!batch.addBeside(name, ours, next)) {
      flush();
      batch.addBeside(name, ours, next);
    }
  }

  private void placeAlone(RecordName name) throws IOException {
    var soa = reader.soa(connection);
    var held = reader.look(connection, List.of(name)).getOrDefault(name, List.of());
    var wanted = published.find(name).orElse(TxtRrset.NONE);
    if (!Fingerprint.of(held).isOurs()) {
      foreign.add(name);
      replaceOurs(name, held, wanted);
    } else if (!overtaken) {
      batch.addUnlessChanged(soa, name, wanted);
      flush();
    }
  }

  private void flush() throws IOException {
    var full = batch;
    batch = reader.newBatch();
    if (full.isEmpty()) {
      return;
    }
    known.expect(full.coming());
    var answer = connection.exchange(full.message());
    if (CHANGED.contains(answer.getRcode())) {
      overtaken = true;
    } else if (answer.getRcode() == Rcode.NOERROR) {
      known.came(full.coming());
      known.went(full.going());
      right.addAll(full.coming());
      right.addAll(full.going());
    } else {
      throw RefusedException.of(answer);
    }
  }
}
