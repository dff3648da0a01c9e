package org.spillway.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;

/** One question to one server, once. Safe for use by many threads. */
final class DnsExchange implements AutoCloseable {
  private final Duration timeout;
  private final DohClient doh;

  /**
   * @param timeout of one attempt, connecting included
   */
  DnsExchange(Duration timeout) {
    this.timeout = timeout;
    this.doh = new DohClient(timeout);
  }

  /**
   * @param large whether the answer will be too long for UDP, so that TCP is tried at once
   */
  DnsAnswer ask(DnsServer server, Message query, boolean large)
      throws IOException, InterruptedException {
    if (server instanceof DnsServer.Https https) {
      return DnsAnswer.of(doh.ask(https.url(), query, timeout), server, DnsTransport.HTTPS);
    }
    return ask((DnsServer.Address) server, query, large);
  }

  private DnsAnswer ask(DnsServer.Address server, Message query, boolean large) throws IOException {
    if (server.address().isUnresolved()) {
      throw new UnknownHostException(server.toString());
    }
    if (!server.tcp() && !large) {
      var answer = DnsAnswer.of(send(server.address(), query, false), server, DnsTransport.UDP);
      if (!answer.isTruncated()) {
        return answer;
      }
    }
    return DnsAnswer.of(send(server.address(), query, true), server, DnsTransport.TCP);
  }

  private Message send(InetSocketAddress server, Message query, boolean tcp) throws IOException {
    var resolver = new SimpleResolver(server);
    resolver.setTimeout(timeout);
    resolver.setTCP(tcp);
    // What was cut off is asked for again here, so that it is known how the answer came.
    resolver.setIgnoreTruncation(true);
    try {
      return resolver.send(query.clone());
    } catch (IOException e) {
      throw e.getCause() instanceof TimeoutException ? timeout(e) : e;
    }
  }

  /** Without the name and the id of the query, which the message has otherwise. */
  private static IOException timeout(IOException e) {
    var timeout = new SocketTimeoutException();
    timeout.initCause(e);
    return timeout;
  }

  @Override
  public void close() {
    doh.close();
  }
}
