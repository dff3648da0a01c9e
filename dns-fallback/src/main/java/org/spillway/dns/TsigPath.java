package org.spillway.dns;

import java.time.InstantSource;
import java.util.Iterator;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.tsig.TsigRequest;
import org.spillway.dns.tsig.TsigSession;
import org.xbill.DNS.Name;

/**
 * Answers queries that are signed with TSIG, and signs the answers. Transfers go on to {@link
 * TransferPath}, everything else to {@link SlowPath}. Safe for use by many threads.
 */
final class TsigPath {
  private final TsigKeys keys;
  private final TransferPath transferPath;
  private final SlowPath slowPath;

  TsigPath(DnsSettings settings, TransferPath transferPath, SlowPath slowPath) {
    this.keys = new TsigKeys(settings.transfer().keys(), InstantSource.system());
    this.transferPath = transferPath;
    this.slowPath = slowPath;
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
    if (!transferPath.answer(exchange, signer)) {
      slowPath.answer(exchange);
    }
  }
}
