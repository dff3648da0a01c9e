package org.spillway.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.spillway.client.http.RequestSettings;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** Asks one server one question, once. Safe for use by many threads. */
final class DnsExchange implements AutoCloseable {
  private final SecureRandom random = new SecureRandom();
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final DohClient doh;

  /**
   * @param requests how servers of DNS over HTTPS are asked
   * @param timeout the longest time for one attempt, connecting included
   * @param nanoTime as {@link System#nanoTime}
   */
  DnsExchange(RequestSettings requests, Duration timeout, LongSupplier nanoTime) {
    this.timeout = timeout;
    this.nanoTime = nanoTime;
    this.doh = new DohClient(requests, timeout, nanoTime);
  }

  /**
   * @param large whether the answer will be too long for UDP, so that TCP is used at once
   */
  DnsAnswer ask(NameServer server, Message query, boolean large)
      throws IOException, InterruptedException {
    if (server instanceof NameServer.Https https) {
      return DnsAnswer.of(doh.ask(https.url(), query, timeout), server, DnsTransport.HTTPS);
    }
    return ask((NameServer.Address) server, query, large);
  }

  private DnsAnswer ask(NameServer.Address server, Message query, boolean large)
      throws IOException {
    if (server.address().isUnresolved()) {
      throw new UnknownHostException(server.toString());
    }
    var answer = askOnce(server, query, large);
    if (answer.isEdnsRefused()) {
      var plain = query.clone();
      plain.removeAllRecords(Section.ADDITIONAL);
      return askOnce(server, plain, large);
    }
    return answer;
  }

  private DnsAnswer askOnce(NameServer.Address server, Message query, boolean large)
      throws IOException {
    if (!server.tcp() && !large) {
      var message = UdpExchange.ask(server.address(), withOwnId(query), timeout, nanoTime);
      var answer = DnsAnswer.of(message, server, DnsTransport.UDP);
      if (!answer.isTruncated()) {
        return answer;
      }
    }
    return DnsAnswer.of(overTcp(server.address(), query), server, DnsTransport.TCP);
  }

  private Message overTcp(InetSocketAddress server, Message query) throws IOException {
    var resolver = new SimpleResolver(server);
    resolver.setTimeout(timeout);
    resolver.setTCP(true);
    try {
      return resolver.send(withOwnId(query));
    } catch (IOException e) {
      throw e.getCause() instanceof TimeoutException ? timeout(e) : e;
    }
  }

  /**
   * Gives the query an id of its own, so that an id seen in one query does not help to forge the
   * answer to another.
   */
  private Message withOwnId(Message query) {
    var own = query.clone();
    own.getHeader().setID(random.nextInt(1 << 16));
    return own;
  }

  /**
   * Makes the exception of a timeout without the name and the id of the query, which its message
   * has otherwise.
   */
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
