package org.spillway.dns.dnssec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.dnssec.SignedVersion.NameChange;
import org.spillway.dns.zone.Change;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The names of a zone in canonical order, each with its signatures and with an NSEC record that
 * says which name comes next (RFC 4034 §4). For one thread at a time.
 */
final class SignedChain {
  private final FallbackZone zone;
  private final ZoneSigner signer;
  private final TreeSet<RecordName> order = new TreeSet<>();
  private Map<RecordName, SignedName> names = new HashMap<>();

  SignedChain(FallbackZone zone, ZoneSigner signer) {
    this.zone = zone;
    this.signer = signer;
  }

  /** Returns the names in canonical order. */
  List<SignedName> names() {
    return order.stream().map(name -> Objects.requireNonNull(names.get(name))).toList();
  }

  /** Returns the names whose signatures must be made anew. */
  Set<RecordName> due(Instant now) {
    return names.values().stream()
        .filter(name -> name.rrsig().isDue(now) || name.proof().isDue(now))
        .map(SignedName::name)
        .collect(Collectors.toSet());
  }

  /** Releases files from which records have moved to others. */
  void keepInPlace(PublishedRecords published) {
    names.replaceAll((name, signed) -> inPlace(signed, published));
  }

  private static SignedName inPlace(SignedName signed, PublishedRecords published) {
    return published
        .find(signed.name())
        .filter(rrset -> !rrset.isSame(signed.rrset()) && rrset.equals(signed.rrset()))
        .map(signed::with)
        .orElse(signed);
  }

  /** Signs all these names, and forgets all others. */
  void begin(Snapshot snapshot, Instant now) {
    order.clear();
    snapshot.rrsets().forEach(entry -> order.add(entry.name()));
    Map<RecordName, SignedName> signed = new HashMap<>();
    for (Snapshot.Entry entry : snapshot.rrsets()) {
      signed.put(entry.name(), sign(entry.name(), entry.rrset(), names.get(entry.name()), now));
    }
    names = signed;
  }

  /**
   * Applies changes.
   *
   * @param changes the changes
   * @param due the names that are signed anew even if they do not change
   * @param now the time
   * @return the names that differ now, in canonical order
   */
  List<NameChange> apply(List<Change> changes, Set<RecordName> due, Instant now) {
    Map<RecordName, TxtRrset> rrsets = new HashMap<>();
    for (Change change : changes) {
      if (change.after().isPresent()) {
        order.add(change.name());
        rrsets.put(change.name(), change.after().get());
      } else {
        order.remove(change.name());
      }
    }
    List<NameChange> different = new ArrayList<>();
    for (RecordName name : touched(changes, due)) {
      change(name, rrsets.get(name), now).ifPresent(different::add);
    }
    return different;
  }

  /** Returns the names that change, and those whose NSEC records say that these come next. */
  private Set<RecordName> touched(List<Change> changes, Set<RecordName> due) {
    var touched = new TreeSet<>(due);
    for (Change change : changes) {
      touched.add(change.name());
      Optional.ofNullable(order.lower(change.name())).ifPresent(touched::add);
    }
    return touched;
  }

  /**
   * Changes one name.
   *
   * @param rrset the new RRset; null if the name has none, or still the same
   */
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

  /** Signs a name, and keeps those of its earlier signatures that are still good. */
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
            : proof(name, next, now));
  }

  private Rrsig proof(RecordName name, @Nullable RecordName next, Instant now) {
    var nsec = SignedName.nsec(zone, name, next);
    return Rrsig.of(List.of(nsec), signer.key(), Validity.DATA, now);
  }

  /** Returns the records of the apex with their signatures, the SOA record first. */
  List<Record> apex(long serial) {
    var next = order.isEmpty() ? zone.origin() : zone.owner(order.first());
    var nsec = ZoneSigner.nsec(zone.origin(), next, ZoneSigner.APEX, zone.denial().getTTL());
    var soa = List.of(zone.soa(serial));
    List<Record> records = new ArrayList<>();
    var dnskeys = signer.ofKeys(Type.DNSKEY);
    var cds = signer.ofKeys(Type.CDS);
    var cdnskeys = signer.ofKeys(Type.CDNSKEY);
    for (var rrset : List.of(soa, zone.nameServers(), dnskeys, cds, cdnskeys, List.of(nsec))) {
      records.addAll(rrset);
      records.add(signer.sign(rrset));
    }
    return List.copyOf(records);
  }
}
