package org.spillway.dns.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * One update: the RRsets of as many names as fit a message, each replaced as a whole. Either all of
 * it happens or nothing (RFC 2136 §3.7), so a reader never sees half an RRset.
 *
 * <p>Its prerequisites are that a name that is new holds no TXT records yet, so that those of
 * others are not lost, and that a name which changes or goes still does, so that we notice when the
 * primary does not hold what it did. They do not say what is held: with a long RRset that would
 * take more than a message.
 */
final class UpdateBatch {
  /** Bytes of RRsets and what goes with them; one RRset alone may be longer than that. */
  private static final int FULL = 60_000;

  /** So that all owners stand where others can point to them (RFC 1035 §4.1.4). */
  private static final int MAX_NAMES = 240;

  /** A prerequisite with the owner, and the deletion, in bytes. */
  private static final int PER_NAME = 80;

  private final Update message;
  private final FallbackZone zone;
  private final KnownNames known;
  private final List<RecordName> coming = new ArrayList<>();
  private final List<RecordName> going = new ArrayList<>();
  private int length;

  /**
   * @param updated the zone at the primary
   * @param zone where the names stand
   * @param known what the primary holds
   */
  UpdateBatch(Name updated, FallbackZone zone, KnownNames known) {
    this.message = new Update(updated);
    this.zone = zone;
    this.known = known;
  }

  /**
   * @param rrset what is to be at the name
   * @return false if it is for another update
   */
  boolean add(RecordName name, Optional<TxtRrset> rrset) {
    int more = PER_NAME + rrset.map(TxtRrset::length).orElse(0);
    if (names() > 0 && (length + more > FULL || names() == MAX_NAMES)) {
      return false;
    }
    length += more;
    require(name);
    rrset.ifPresentOrElse(records -> put(name, records), () -> going.add(name));
    return true;
  }

  private void require(RecordName name) {
    var owner = zone.owner(name);
    if (known.contains(name)) {
      message.present(owner, Type.TXT);
      message.delete(owner, Type.TXT);
    } else {
      message.absent(owner, Type.TXT);
    }
  }

  private void put(RecordName name, TxtRrset records) {
    coming.add(name);
    records.records(zone.owner(name)).forEach(message::add);
  }

  private int names() {
    return coming.size() + going.size();
  }

  boolean isEmpty() {
    return names() == 0;
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

  List<RecordName> all() {
    List<RecordName> all = new ArrayList<>(coming);
    all.addAll(going);
    return all;
  }
}
