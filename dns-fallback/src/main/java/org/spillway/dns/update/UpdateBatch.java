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
 * One update: the RRsets of some names, each replaced as a whole. Either all of it happens or
 * nothing (RFC 2136 §3.7), so a reader never sees half an RRset.
 *
 * <p>Its prerequisites are that each name still holds the very records that were seen there just
 * before: whoever else changes them meanwhile loses nothing.
 */
final class UpdateBatch {
  /** In bytes: a primary keeps each update in a journal, and does nothing else meanwhile. */
  private static final int FULL = 16_000;

  /** What one name may bring, old records and new, to leave room for the rest of a message. */
  private static final int MAX_NAME = 62_000;

  /** A prerequisite with the owner, and the deletion, in bytes. */
  private static final int PER_NAME = 120;

  /** Of a record beside its data, in bytes. */
  private static final int PER_RECORD = 12;

  private final Update message;
  private final FallbackZone zone;
  private final List<RecordName> coming = new ArrayList<>();
  private final List<RecordName> going = new ArrayList<>();
  private int length;

  /**
   * @param updated the zone at the primary
   * @param zone where the names stand
   */
  UpdateBatch(Name updated, FallbackZone zone) {
    this.message = new Update(updated);
    this.zone = zone;
  }

  /** Whether old and new records go into one message together. */
  static boolean fits(List<Record> held, TxtRrset wanted) {
    return length(held, wanted) <= MAX_NAME;
  }

  private static int length(List<Record> held, TxtRrset wanted) {
    int old =
        held.stream().mapToInt(record -> PER_RECORD + record.rdataToWireCanonical().length).sum();
    return PER_NAME + old + wanted.length();
  }

  /**
   * @param held what is at the name
   * @param wanted what is to be there
   * @return false if it is for another update
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
      // A primary drops what is added beside one without a word (RFC 2136 §3.4.2.2).
      message.absent(owner, Type.CNAME);
    } else {
      held.forEach(this::require);
    }
    replace(name, wanted);
    return true;
  }

  /**
   * For a name at which others have records, too. Nothing is required of it: records that are no
   * longer there are not missed.
   *
   * @param ours what is to go; not empty
   * @param wanted what is to come instead, with the TTL that is there
   * @return false if it is for another update
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
   * For a name whose old and new records do not fit: the condition is that nothing at all has
   * changed in the zone.
   *
   * @param soa of the zone, from before the name was looked at
   */
  void addUnlessChanged(Record soa, RecordName name, TxtRrset wanted) {
    require(soa);
    replace(name, wanted);
  }

  /** With a TTL of 0, as a prerequisite must have it (RFC 2136 §2.4.2). */
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

  /** The names that hold records afterwards. */
  List<RecordName> coming() {
    return coming;
  }

  /** The names that hold none afterwards. */
  List<RecordName> going() {
    return going;
  }
}
