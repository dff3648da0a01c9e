package org.spillway.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.spillway.dns.transfer.TransferAnswer;
import org.spillway.dns.transfer.TransferQuery;
import org.spillway.dns.transfer.Transfers;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.tsig.TsigRequest;
import org.spillway.dns.tsig.TsigSession;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Type;

/**
 * From the bytes of a message to those of its answer, which is signed if the message was, and is
 * more than one message if a zone is transferred. Safe for use by many threads, but not so what is
 * returned.
 */
final class Dispatcher {
  /** The opcode in the third byte of a message. */
  private static final int OPCODE = 0x78;

  private final TsigKeys keys;
  private final Transfers transfers;
  private final Responder responder;
  private final Counters counters;

  Dispatcher(TsigKeys keys, Transfers transfers, Responder responder, Counters counters) {
    this.keys = keys;
    this.transfers = transfers;
    this.responder = responder;
    this.counters = counters;
  }

  /** Each message is made when it is asked for; none if nothing may be answered. */
  Iterator<byte[]> answer(byte[] bytes, Asker asker) {
    if (bytes.length < Header.LENGTH || Responder.isResponse(bytes)) {
      return respond(bytes, asker);
    }
    var request = keys.open(bytes);
    if (request instanceof TsigRequest.Signed signed) {
      var session = signed.session();
      var signer = asker.signedBy(session.key(), session.overhead());
      return sign(answerOpened(signed.message(), signer), session);
    }
    if (request instanceof TsigRequest.Refused refused) {
      counters.query(asker.transport());
      counters.answer(refused.rcode());
      return List.of(refused.answer()).iterator();
    }
    return answerOpened(bytes, asker);
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

  private Iterator<byte[]> answerOpened(byte[] bytes, Asker asker) {
    var transfer = isTransfer(bytes) ? transfer(bytes, asker) : Optional.<TransferAnswer>empty();
    if (transfer.isEmpty()) {
      return respond(bytes, asker);
    }
    counters.query(asker.transport());
    counters.answer(transfer.get().rcode());
    return transfer.get().messages();
  }

  private Iterator<byte[]> respond(byte[] bytes, Asker asker) {
    return responder
        .answer(bytes, asker.transport(), asker.signature())
        .map(List::of)
        .orElseGet(List::of)
        .iterator();
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

  /** Absent if the responder is to say what is wrong with it. */
  private Optional<TransferAnswer> transfer(byte[] bytes, Asker asker) {
    try {
      var query = Query.parse(bytes);
      return query.isTransfer() && query.dclass() == DClass.IN && query.ednsVersion() == 0
          ? transfers.answer(transferQuery(query, asker))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static TransferQuery transferQuery(Query query, Asker asker) {
    return new TransferQuery(
        query.id(),
        query.question(),
        query.knownSerial(),
        query.hasEdns(),
        Reply.limit(query, asker.transport()) - asker.signature(),
        asker.transport() == Transport.TCP,
        asker.address(),
        asker.signer());
  }
}
