package org.spillway.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Validates answers by DNSSEC, from the trust anchors down to the records (RFC 4035 §5). The same
 * server is asked for the keys on the way. Safe for use by many threads.
 */
final class DnssecValidation {
  private final DnsExchange exchange;
  private final Duration timeout;
  private final byte[] trustAnchors;
  private final Map<NameServer, ValidatingResolver> resolvers = new ConcurrentHashMap<>();

  /**
   * @param timeout the longest time for each question
   * @param trustAnchors the records that validation begins with, see {@link DnsPolicy#trustAnchors}
   */
  DnssecValidation(DnsExchange exchange, Duration timeout, List<String> trustAnchors) {
    this.exchange = exchange;
    this.timeout = timeout;
    this.trustAnchors = (String.join("\n", trustAnchors) + "\n").getBytes(US_ASCII);
  }

  /**
   * Asks the question once more, together with its signatures and the keys.
   *
   * @return the answer, or empty if it is not signed, if a signature is wrong, or if no chain leads
   *     to a trust anchor
   */
  Optional<Message> ask(NameServer server, Message query, boolean large) throws IOException {
    var resolver = resolvers.get(server);
    if (resolver == null) {
      resolver = resolver(server, large);
      resolvers.put(server, resolver);
    }
    var answer = resolver.send(Message.newQuery(query.getQuestion()));
    boolean isSecure = answer.getRcode() == Rcode.NOERROR && answer.getHeader().getFlag(Flags.AD);
    return isSecure ? Optional.of(answer) : Optional.empty();
  }

  private ValidatingResolver resolver(NameServer server, boolean large) throws IOException {
    var resolver = new ValidatingResolver(new ExchangeResolver(exchange, server, timeout, large));
    resolver.loadTrustAnchors(new ByteArrayInputStream(trustAnchors));
    return resolver;
  }
}
