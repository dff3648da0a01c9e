package org.spillway.dns;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** An answer under way: begun with what it repeats of its query, ended as bytes. */
final class Response {
  /** Passes the smallest usual MTU whole (RFC 9715 §3.2), in bytes. */
  static final int UDP_PAYLOAD = 1232;

  private static final int MAX_LENGTH = 65_535;

  private final Message message;
  private final int limit;
  private int rcode = Rcode.NOERROR;
  private boolean truncated;
  private @Nullable TxtRrset torrent;

  private Response(int id, boolean recursionDesired, int limit) {
    this.message = new Message(id);
    this.limit = limit;
    flag(Flags.QR);
    if (recursionDesired) {
      flag(Flags.RD);
    }
  }

  /** To a message of which no more than the header is understood. */
  static Response toHeader(Header header, int rcode) {
    // What that flag is in a message of another kind, nobody knows (RFC 8906 §8.1.4).
    boolean query = header.getOpcode() == Opcode.QUERY;
    var response = new Response(header.getID(), query && header.getFlag(Flags.RD), MAX_LENGTH);
    response.message.getHeader().setOpcode(header.getOpcode());
    response.rcode(rcode);
    return response;
  }

  /**
   * @param options of the OPT record, if there is to be one
   */
  static Response to(Query query, Exchange exchange, List<EDNSOption> options) {
    int limit = limit(query, exchange);
    var response = new Response(query.id(), query.isRecursionDesired(), limit);
    if (query.hasQuestion()) {
      response.message.addRecord(query.question(), Section.QUESTION);
    }
    if (query.hasEdns()) {
      response.message.addRecord(opt(query, options), Section.ADDITIONAL);
    }
    return response;
  }

  /** For a query that has one. */
  static OPTRecord opt(Query query, List<EDNSOption> options) {
    int flags = query.isDnssecOk() ? ExtendedFlags.DO : 0;
    return new OPTRecord(UDP_PAYLOAD, 0, 0, flags, options);
  }

  /** Of an answer, in bytes. */
  static int limit(Query query, Exchange exchange) {
    boolean udp = exchange.transport() == Transport.UDP;
    int most = udp ? Math.min(query.payloadSize(), UDP_PAYLOAD) : MAX_LENGTH;
    return most - exchange.reserved();
  }

  private void opt(int upperRcode, int flags, List<EDNSOption> options) {
    message.addRecord(
        new OPTRecord(UDP_PAYLOAD, upperRcode, 0, flags, options), Section.ADDITIONAL);
  }

  private void flag(int flag) {
    message.getHeader().setFlag(flag);
  }

  /** The upper bits go into the OPT record (RFC 6891 §6.1.3). */
  void rcode(int rcode) {
    this.rcode = rcode;
    message.getHeader().setRcode(rcode & 0xF);
    var opt = message.getOPT();
    if (opt != null) {
      message.removeRecord(opt, Section.ADDITIONAL);
      opt(rcode >> 4, opt.getFlags(), opt.getOptions());
    }
  }

  int rcode() {
    return rcode;
  }

  void authoritative() {
    flag(Flags.AA);
  }

  void answer(Record record) {
    message.addRecord(record, Section.ANSWER);
  }

  void answer(TxtRrset rrset, Name owner) {
    torrent = rrset;
    rrset.records(owner).forEach(this::answer);
  }

  /** What was answered, if it is the RRset of a torrent. */
  Optional<TxtRrset> torrent() {
    return Optional.ofNullable(torrent);
  }

  List<Record> answers() {
    return message.getSection(Section.ANSWER);
  }

  void authority(Record record) {
    message.addRecord(record, Section.AUTHORITY);
  }

  List<Record> authorities() {
    return message.getSection(Section.AUTHORITY);
  }

  /** Sets a flag of the OPT record, which is there. */
  void ednsFlag(int flag) {
    var opt = message.getOPT();
    message.removeRecord(opt, Section.ADDITIONAL);
    opt(rcode >> 4, opt.getFlags() | flag, opt.getOptions());
  }

  /** Leaves the question and the OPT record. */
  void clear() {
    message.removeAllRecords(Section.ANSWER);
    message.removeAllRecords(Section.AUTHORITY);
  }

  /** Without records, and as one who has nothing to say about the name. */
  void refuse(int rcode) {
    clear();
    message.getHeader().unsetFlag(Flags.AA);
    rcode(rcode);
  }

  /** Whatever its length. */
  void truncate() {
    truncated = true;
  }

  /** Known once it is bytes. */
  boolean isTruncated() {
    return truncated;
  }

  /** Without any record but OPT if it is too long for the client, which then comes by TCP. */
  byte[] toWire() {
    byte[] wire = message.toWire(MAX_LENGTH);
    if (wire.length <= limit && !truncated) {
      return wire;
    }
    truncated = true;
    flag(Flags.TC);
    clear();
    return message.toWire(MAX_LENGTH);
  }
}
