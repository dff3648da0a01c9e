package org.spillway.dns.update;

import java.util.ArrayList;
import java.util.List;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * One update, which replaces the RRsets of some names as a whole. Either all of it happens or
 * nothing (RFC 2136 §3.7), so a reader never sees half an RRset.
 *
 * <p>Its prerequisites are that each name still holds exactly the records that were seen there just
 * before, so that changes that others make meanwhile are not lost.
 */
final class UpdateBatch {
  /**
   * The length at which an update is full, in bytes: a primary writes each update to a journal, and
   * does nothing else meanwhile.
   */
  private static final int FULL = 16_000;

  /**
   * The most bytes that one name may add, old records and new ones, so that the rest of the message
   * has room.
   */
  private static final int MAX_NAME = 62_000;

  /** The length of a prerequisite with its owner, and of the deletion, in bytes. */
  private static final int PER_NAME = 120;

  /** The length of a record without its data, in bytes. */
  private static final int PER_RECORD = 12;

  private final Update message;
  private final FallbackZone zone;
  private final List<RecordName> coming = new ArrayList<>();
  private final List<RecordName> going = new ArrayList<>();
  private int length;

  /**
   * Begins an update.
   *
   * @param updated the zone at the primary
   * @param zone the zone of the names
   */
  UpdateBatch(Name updated, FallbackZone zone) {
    this.message = new Update(updated);
    this.zone = zone;
  }

  /** Returns whether old and new records fit into one message together. */
  static boolean fits(List<Record> held, TxtRrset wanted) {
    return length(held, wanted) <= MAX_NAME;
  }

  private static int length(List<Record> held, TxtRrset wanted) {
    int old =
        held.stream().mapToInt(record -> PER_RECORD + record.rdataToWireCanonical().length).sum();
    return PER_NAME + old + wanted.length();
  }

  /**
   * Adds the replacement of a name's records.
   *
   * @param held the records that the name holds now
   * @param wanted the records that it must hold
   * @return false if this update has no room for it
   */
  boolean add(RecordName name, List<Record> held, TxtRrset wanted) {
    int more = length(held, wanted);
    if (!isEmpty() && length + more > FULL) {
      return false;
    }
    length += more;
    var owner = zone.owner(name);
    if (held.isEmpty()) {
      message.absent(owner, Type.TXT);
      // A primary silently drops a record that is added beside a CNAME record (RFC 2136 §3.4.2.2).
      message.absent(owner, Type.CNAME);
    } else {
      held.forEach(this::require);
    }
    replace(name, wanted);
    return true;
  }

  /**
   * Adds the replacement of our records at a name where others have records, too. It has no
   * prerequisite; deleting a record that is no longer there does no harm.
   *
   * @param ours the records to delete; at least one
   * @param wanted the records to add, with the TTL that the RRset has
   * @return false if this update has no room for it
   */
  boolean addBeside(RecordName name, List<Record> ours, TxtRrset wanted) {
    int more = length(ours, wanted);
    if (!isEmpty() && length + more > FULL) {
      return false;
    }
    length += more;
    ours.forEach(message::delete);
    bring(name, wanted, ours.get(0).getTTL());
    return true;
  }

  /**
   * Adds the replacement of a name whose old and new records do not fit into one message, on
   * condition that nothing in the zone has changed.
   *
   * @param soa the SOA record of the zone from before the name was looked at
   */
  void addUnlessChanged(Record soa, RecordName name, TxtRrset wanted) {
    require(soa);
    replace(name, wanted);
  }

  /** Requires a record, with a TTL of 0 as a prerequisite must have it (RFC 2136 §2.4.2). */
  private void require(Record record) {
    message.present(withTtl(record, 0));
  }

  private static Record withTtl(Record record, long ttl) {
    return Record.newRecord(
        record.getName(), record.getType(), DClass.IN, ttl, record.rdataToWireCanonical());
  }

  private void replace(RecordName name, TxtRrset wanted) {
    message.delete(zone.owner(name), Type.TXT);
    bring(name, wanted, wanted.isEmpty() ? 0 : wanted.ttl());
  }

  private void bring(RecordName name, TxtRrset wanted, long ttl) {
    if (wanted.isEmpty()) {
      going.add(name);
    } else {
      wanted.records(zone.owner(name)).forEach(record -> message.add(withTtl(record, ttl)));
      coming.add(name);
    }
  }

  boolean isEmpty() {
    return coming.isEmpty() && going.isEmpty();
  }

  Message message() {
    return message;
  }

  /** Returns the names that hold records afterwards. */
  List<RecordName> coming() {
    return coming;
  }

  /** Returns the names that hold no records afterwards. */
  List<RecordName> going() {
    return going;
  }
}
