package org.spillway.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.transfer.TransferAnswer;
import org.spillway.dns.transfer.TransferQuery;
import org.spillway.dns.transfer.TransferStats;
import org.spillway.dns.transfer.Transfers;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.tsig.TsigRequest;
import org.spillway.dns.tsig.TsigSession;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Answers what is signed with TSIG, and signs the answer; and gives zones to those who may have
 * them. All else goes on to {@link SlowPath}. Safe for use by many threads.
 */
final class TsigPath {
  /** The opcode in the third byte of a message. */
  private static final int OPCODE = 0x78;

  private final TsigKeys keys;
  private final Transfers transfers;
  private final SlowPath slowPath;
  private final Counters counters;

  TsigPath(
      List<FallbackZone> zones,
      PublishedRecords published,
      DnsSettings settings,
      Map<Name, SignedZone> signed,
      SlowPath slowPath,
      Counters counters) {
    this.keys = new TsigKeys(settings.transfer().keys(), InstantSource.system());
    this.transfers = new Transfers(zones, published, signed, settings.transfer().allowed());
    this.slowPath = slowPath;
    this.counters = counters;
  }

  TransferStats transferStats() {
    return transfers.stats();
  }

  void answer(Exchange exchange) {
    var request = keys.open(exchange.queryBytes());
    if (request instanceof TsigRequest.Signed signed) {
      answerSigned(signed, exchange);
    } else if (request instanceof TsigRequest.Refused refused) {
      slowPath.refuse(refused.answer(), refused.rcode(), exchange);
    } else {
      answerOpened(exchange, Name.root);
    }
  }

  private void answerSigned(TsigRequest.Signed signed, Exchange exchange) {
    var session = signed.session();
    var inner =
        Exchange.of(signed.message(), exchange.transport(), exchange.clientAddress())
            .reserve(session.overhead());
    answerOpened(inner, session.key());
    inner
        .answerBytes()
        .ifPresent(
            first -> {
              exchange.answered(session.sign(first));
              exchange.followedBy(sign(inner.following(), session));
            });
  }

  private static Iterator<byte[]> sign(Iterator<byte[]> messages, TsigSession session) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return messages.hasNext();
      }

      @Override
      public byte[] next() {
        return session.sign(messages.next());
      }
    };
  }

  private void answerOpened(Exchange exchange, Name signer) {
    byte[] bytes = exchange.queryBytes();
    var transfer =
        isTransfer(bytes) ? transfer(bytes, exchange, signer) : Optional.<TransferAnswer>empty();
    if (transfer.isEmpty()) {
      slowPath.answer(exchange);
      return;
    }
    counters.answer(transfer.get().rcode());
    var messages = transfer.get().messages();
    exchange.answered(messages.next());
    exchange.followedBy(messages);
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

  /** Absent if the slow path is to say what is wrong with it. */
  private Optional<TransferAnswer> transfer(byte[] bytes, Exchange exchange, Name signer) {
    try {
      var query = Query.parse(bytes);
      boolean may = exchange.transport() != Transport.HTTPS && query.dclass() == DClass.IN;
      return may && query.isTransfer() && query.ednsVersion() == 0
          ? transfers.answer(transferQuery(query, exchange, signer))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static TransferQuery transferQuery(Query query, Exchange exchange, Name signer) {
    return new TransferQuery(
        query.id(),
        query.question(),
        query.knownSerial(),
        query.hasEdns(),
        Reply.limit(query, exchange),
        exchange.transport() == Transport.TCP,
        exchange.clientAddress(),
        signer);
  }
}
