package org.spillway.dns;

import java.util.List;
import java.util.Optional;
import org.spillway.dns.dnssec.SigningBudget;
import org.spillway.dns.dnssec.ZoneSigner;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** One response on its way from unsigned to signed. */
final class DnssecResponse {
  private static final List<Integer> TORRENT = List.of(Type.TXT);
  private static final List<Integer> NOTHING = List.of(ZoneSigner.NXNAME);

  private final ZoneSigner signer;
  private final SigningBudget budget;
  private final FallbackZone zone;
  private final Query query;
  private final Response response;

  DnssecResponse(
      ZoneSigner signer, SigningBudget budget, FallbackZone zone, Query query, Response response) {
    this.signer = signer;
    this.budget = budget;
    this.zone = zone;
    this.query = query;
    this.response = response;
  }

  /** Whether the budget was enough; if not, the response is incomplete. */
  boolean sign(PublishedRecords published) {
    boolean done =
        switch (query.type()) {
          case Type.DNSKEY, Type.CDS, Type.CDNSKEY -> isApex() ? answerKeys() : signIfWanted();
          case Type.NSEC -> answerProof();
          case Type.RRSIG -> answerSignature(published);
          default -> signIfWanted();
        };
    if (query.isDnssecOk() && query.isCompactOk()) {
      response.ednsFlag(Query.COMPACT_OK);
    }
    return done;
  }

  private boolean isApex() {
    return query.name().equals(zone.origin());
  }

  private boolean answerKeys() {
    response.clear();
    signer.ofKeys(query.type()).forEach(response::answer);
    return signIfWanted();
  }

  /** Every name has such a record, even one that does not exist (RFC 9824 §3.4). */
  private boolean answerProof() {
    var denial = denial();
    response.clear();
    response.rcode(rcode());
    denial.ifPresent(
        records -> records.stream().limit(query.isDnssecOk() ? 2 : 1).forEach(response::answer));
    return denial.isPresent();
  }

  /** One is enough (RFC 8482 §7). */
  private boolean answerSignature(PublishedRecords published) {
    if (isApex()) {
      return answer(signer.sign(List.of(zone.soa()), budget).stream().toList());
    }
    var name = zone.recordName(query.name());
    var torrent = name.flatMap(published::find);
    return torrent.isPresent()
        ? answer(
            signer.sign(name.orElseThrow(), torrent.get(), query.name(), budget).stream().toList())
        : signIfWanted();
  }

  /** Answers with these records alone, and says whether there are any. */
  private boolean answer(List<Record> records) {
    response.clear();
    records.forEach(response::answer);
    return !records.isEmpty();
  }

  private boolean signIfWanted() {
    return !query.isDnssecOk() || (signAnswer() && signDenial());
  }

  private boolean signAnswer() {
    if (response.answers().isEmpty()) {
      return true;
    }
    var signature = signatureOfAnswer();
    signature.ifPresent(response::answer);
    return signature.isPresent();
  }

  private Optional<Record> signatureOfAnswer() {
    var torrent = response.torrent();
    return torrent.isPresent()
        ? signer.sign(
            zone.recordName(query.name()).orElseThrow(), torrent.get(), query.name(), budget)
        : signer.sign(List.copyOf(response.answers()), budget);
  }

  private boolean signDenial() {
    var authorities = List.copyOf(response.authorities());
    if (authorities.isEmpty()) {
      return true;
    }
    var soa = (SOARecord) authorities.get(0);
    var signature = signer.sign(List.of(zone.soa(soa.getSerial())), budget);
    var denial = signature.isEmpty() ? Optional.<List<Record>>empty() : denial();
    denial.ifPresent(
        records -> {
          response.authority(withTtl(signature.orElseThrow(), soa.getTTL()));
          records.forEach(response::authority);
          response.rcode(rcode());
        });
    return denial.isPresent();
  }

  private Optional<List<Record>> denial() {
    return signer.denial(query.name(), types(), zone.denial().getTTL(), budget);
  }

  private List<Integer> types() {
    if (isApex()) {
      return ZoneSigner.APEX;
    }
    return response.rcode() == Rcode.NXDOMAIN ? NOTHING : TORRENT;
  }

  /** Compact denial says in its NSEC record that there is no such name (RFC 9824 §5). */
  private int rcode() {
    return query.isCompactOk() ? response.rcode() : Rcode.NOERROR;
  }

  /** The signature of an RRset whose TTL is cut, which is cut as well. */
  private static Record withTtl(Record signature, long ttl) {
    Name owner = signature.getName();
    return Record.newRecord(owner, Type.RRSIG, DClass.IN, ttl, signature.rdataToWireCanonical());
  }
}
