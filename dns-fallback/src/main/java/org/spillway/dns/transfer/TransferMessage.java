package org.spillway.dns.transfer;

import java.util.List;
import org.xbill.DNS.Compression;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Header;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** One message of an answer while it is filled. Its records keep the case of their names. */
final class TransferMessage {
  private static final int QR_AA = 0x8400;
  private static final int QDCOUNT_AT = 4;
  private static final int ANCOUNT_AT = 6;
  private static final int ARCOUNT_AT = 10;

  private final DNSOutput out = new DNSOutput(TransferMessages.LENGTH);

  /**
   * Compresses the names of records alone, because the question is in the client's case (RFC 5936
   * §3.4).
   */
  private final Compression names = new Compression();

  private final List<Record> additional;
  private int records;

  private TransferMessage(TransferQuery query, int rcode) {
    this.additional = query.additional();
    out.writeU16(query.id());
    out.writeU16(QR_AA | rcode);
    out.writeByteArray(new byte[Header.LENGTH - QDCOUNT_AT]);
  }

  /** Begins the first message of an answer, which has the question. */
  static TransferMessage first(TransferQuery query) {
    return first(query, Rcode.NOERROR);
  }

  static TransferMessage first(TransferQuery query, int rcode) {
    var message = new TransferMessage(query, rcode);
    query.zone().toWire(message.out, null);
    message.out.writeU16(query.question().getType());
    message.out.writeU16(DClass.IN);
    message.out.writeU16At(1, QDCOUNT_AT);
    return message;
  }

  /** Begins a further message, which has no question. */
  static TransferMessage next(TransferQuery query) {
    return new TransferMessage(query, Rcode.NOERROR);
  }

  /** Adds a record if it fits; the first record always fits. */
  boolean add(Record record, int limit) {
    byte[] rdata = record.rdataToWireCanonical();
    int longest = record.getName().length() + 10 + rdata.length;
    if (records > 0 && out.current() + longest > limit) {
      return false;
    }
    record.getName().toWire(out, names);
    out.writeU16(record.getType());
    out.writeU16(record.getDClass());
    out.writeU32(record.getTTL());
    out.writeU16(rdata.length);
    out.writeByteArray(rdata);
    out.writeU16At(++records, ANCOUNT_AT);
    return true;
  }

  byte[] toWire() {
    for (Record record : additional) {
      out.writeByteArray(record.toWire(Section.ADDITIONAL));
    }
    out.writeU16At(additional.size(), ARCOUNT_AT);
    return out.toByteArray();
  }
}
