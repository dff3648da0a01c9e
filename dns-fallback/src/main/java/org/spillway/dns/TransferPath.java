package org.spillway.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.guard.Cookies.Standing;
import org.spillway.dns.guard.RateLimit.Verdict;
import org.spillway.dns.transfer.TransferAnswer;
import org.spillway.dns.transfer.TransferQuery;
import org.spillway.dns.transfer.TransferStats;
import org.spillway.dns.transfer.Transfers;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Gives zones to those who may have them. Over UDP an address may be forged: without a signature or
 * a valid cookie a client is told the serial at most, and comes by TCP (RFC 1995 §2). Safe for use
 * by many threads.
 */
final class TransferPath {
  /** The opcode in the third byte of a message. */
  private static final int OPCODE = 0x78;

  private final Transfers transfers;
  private final Guard guard;
  private final ResponseOptions options;
  private final Counters counters;

  TransferPath(
      List<FallbackZone> zones,
      PublishedRecords published,
      DnsSettings settings,
      Map<Name, SignedZone> signed,
      Guard guard,
      Counters counters) {
    this.transfers = new Transfers(zones, published, signed, settings.transfer().allowed());
    this.guard = guard;
    this.options = new ResponseOptions(guard.cookies(), settings.tcp().idle());
    this.counters = counters;
  }

  TransferStats stats() {
    return transfers.stats();
  }

  /**
   * Whether that was all; if not, the slow path is to say what is wrong with it.
   *
   * @param signer the name of the key that it was signed with, the root if it was not
   */
  boolean answer(Exchange exchange, Name signer) {
    byte[] bytes = exchange.queryBytes();
    if (!isTransfer(bytes) || exchange.transport() == Transport.HTTPS) {
      return false;
    }
    try {
      var query = Query.parse(bytes);
      boolean may = query.isTransfer() && query.dclass() == DClass.IN && query.ednsVersion() == 0;
      return may && answer(query, exchange, signer);
    } catch (IOException e) {
      return false;
    }
  }

  /** By the type of the first question: all others are not parsed twice. */
  private static boolean isTransfer(byte[] bytes) {
    int at = Header.LENGTH;
    while (at < bytes.length && bytes[at] > 0) {
      at += 1 + bytes[at];
    }
    if ((bytes[2] & OPCODE) != 0 || at + 3 > bytes.length) {
      return false;
    }
    int type = ByteBuffer.wrap(bytes).getShort(at + 1) & 0xFFFF;
    return type == Type.AXFR || type == Type.IXFR;
  }

  private boolean answer(Query query, Exchange exchange, Name signer) {
    var standing = guard.standing(exchange, query);
    var given = options.to(query, standing, exchange);
    var transfer = transferQuery(query, exchange, signer, standing, given);
    if (!transfers.allows(transfer)) {
      return false;
    }
    var verdict = signer.equals(Name.root) ? guard.judge(exchange, standing) : Verdict.SENT;
    switch (verdict) {
      case SENT -> send(transfers.answer(transfer), exchange);
      case TRUNCATED -> truncate(Response.to(query, exchange, given), exchange);
      case DROPPED -> counters.dropped();
    }
    return true;
  }

  private static TransferQuery transferQuery(
      Query query, Exchange exchange, Name signer, Standing standing, List<EDNSOption> options) {
    boolean stream = exchange.transport() == Transport.TCP;
    return new TransferQuery(
        query.id(),
        query.question(),
        query.authority(),
        query.hasEdns() ? List.<Record>of(Response.opt(query, options)) : List.of(),
        Response.limit(query, exchange),
        stream,
        !stream && standing == Standing.UNKNOWN && signer.equals(Name.root),
        exchange.clientAddress(),
        signer);
  }

  private void send(TransferAnswer answer, Exchange exchange) {
    counters.answer(answer.rcode());
    var messages = answer.messages();
    exchange.answered(messages.next());
    exchange.followedBy(messages);
  }

  private void truncate(Response response, Exchange exchange) {
    response.authoritative();
    response.truncate();
    exchange.answered(response.toWire());
    counters.answer(Rcode.NOERROR);
    counters.truncation();
  }
}
