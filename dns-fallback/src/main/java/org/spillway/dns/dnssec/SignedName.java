package org.spillway.dns.dnssec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A name of a signed zone.
 *
 * @param name the name
 * @param rrset its records
 * @param rrsig the signature over the records
 * @param next the name that comes next in canonical order; null if this is the last one
 * @param proof the signature over the NSEC record, which says what comes next
 */
record SignedName(
    RecordName name, TxtRrset rrset, Rrsig rrsig, @Nullable RecordName next, Rrsig proof) {
  private static final List<Integer> TYPES = List.of(Type.TXT);

  /** Returns the NSEC record of a name. */
  static Record nsec(FallbackZone zone, RecordName name, @Nullable RecordName next) {
    var after = next == null ? zone.origin() : zone.owner(next);
    return ZoneSigner.nsec(zone.owner(name), after, TYPES, zone.denial().getTTL());
  }

  SignedName with(TxtRrset sameRecords) {
    return new SignedName(name, sameRecords, rrsig, next, proof);
  }

  /** Returns the records; each RRset is followed by its RRSIG record. */
  List<Record> records(FallbackZone zone) {
    var owner = zone.owner(name);
    List<Record> records = new ArrayList<>(rrset.records(owner));
    records.add(rrsig.record(owner, rrset.ttl()));
    var nsec = nsec(zone, name, next);
    records.add(nsec);
    records.add(proof.record(owner, nsec.getTTL()));
    return records;
  }
}
