package org.spillway.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

/** Lets dnsjava's validation ask one server: each question once, with the DO flag (RFC 3225). */
final class ExchangeResolver implements Resolver {
  private final DnsExchange exchange;
  private final NameServer server;
  private final Duration timeout;
  private final boolean large;

  /**
   * @param timeout the timeout of the exchange
   * @param large whether to begin with TCP
   */
  ExchangeResolver(DnsExchange exchange, NameServer server, Duration timeout, boolean large) {
    this.exchange = exchange;
    this.server = server;
    this.timeout = timeout;
    this.large = large;
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    var question = query.clone();
    question.removeAllRecords(Section.ADDITIONAL);
    question.addRecord(
        new OPTRecord(DnsClient.EDNS_PAYLOAD, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    return CompletableFuture.supplyAsync(() -> ask(question), executor);
  }

  private Message ask(Message question) {
    try {
      return exchange.ask(server, question, large).message();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  @Override
  public Duration getTimeout() {
    return timeout;
  }

  // The exchange was set up before, and validation has no better settings for it.

  @Override
  public void setPort(int port) {}

  @Override
  public void setTCP(boolean flag) {}

  @Override
  public void setIgnoreTruncation(boolean flag) {}

  @Override
  public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

  @Override
  public void setTSIGKey(TSIG key) {}

  @Override
  public void setTimeout(Duration other) {}
}
