package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.Problems;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks name servers for TXT records as dig does: one after the other until one knows whether there
 * are any, and each of them three times if no answer comes. An answer that has expired counts only
 * if no server has a current one. Safe for use by many threads.
 */
final class DnsClient implements AutoCloseable {
  private static final System.Logger log = System.getLogger(DnsClient.class.getName());

  private static final int TRIES = 3;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** The size in bytes of a datagram that fits any network (DNS flag day 2020). */
  static final int EDNS_PAYLOAD = 1232;

  private final List<NameServer> servers;
  private final DnsExchange exchange;
  private final Optional<DnssecValidation> validation;

  /** The servers that did not answer when they were last asked. */
  private final Set<NameServer> silent = ConcurrentHashMap.newKeySet();

  /**
   * @param validate whether to validate answers by DNSSEC that may be forged
   * @param nanoTime as {@link System#nanoTime}
   */
  DnsClient(ClientSettings settings, boolean validate, LongSupplier nanoTime) {
    servers =
        settings.dns().servers().isEmpty()
            ? ResolverConfig.getCurrentConfig().servers().stream().map(NameServer::of).toList()
            : settings.dns().servers();
    Duration patience = settings.readTimeout().dividedBy(TRIES);
    Duration timeout = patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT;
    exchange = new DnsExchange(settings.requests(), timeout, nanoTime);
    var anchors = settings.dns().trustAnchors();
    validation =
        validate ? Optional.of(new DnssecValidation(exchange, timeout, anchors)) : Optional.empty();
  }

  /**
   * Returns the first usable answer, or a more authentic one of a server further down.
   *
   * @param name the name without a final dot
   * @throws DownloadException if no server has one; the message says what each of them said instead
   */
  DnsAnswer ask(String name) throws DownloadException {
    return best(name, query(name, Type.TXT));
  }

  private DnsAnswer best(String name, Message query) throws DownloadException {
    var answer = ask(name, query, servers, false);
    return isBest(answer) ? answer : better(answer, query);
  }

  /**
   * The host that a host is an alias of.
   *
   * @param believed whether the answer counts, because nobody can have forged it or because that
   *     does not matter
   */
  record Alias(String host, boolean believed) {}

  /**
   * The host that a host is an alias of.
   *
   * @return an empty result if the host is no alias, or if no server knows
   */
  Optional<Alias> alias(String host) throws DownloadException {
    try {
      var answer = best(host, query(host, Type.CNAME));
      return answer.alias().map(target -> new Alias(target, believe(answer.by())));
    } catch (DownloadException e) {
      requireNotInterrupted(host);
      return Optional.empty();
    }
  }

  /** Asks this server alone. */
  DnsAnswer ask(String name, NameServer server) throws DownloadException {
    return ask(name, query(name, Type.TXT), List.of(server), false);
  }

  /** Asks this server alone, once. */
  DnsAnswer askOnce(String name, NameServer server) throws IOException {
    var answer = exchange(server, query(name, Type.TXT), false);
    if (!answer.isUsable()) {
      throw new IOException(answer.status());
    }
    return answer;
  }

  /** Returns the other servers, without those that were silent before. */
  List<NameServer> others(NameServer answered) {
    return servers.stream()
        .filter(server -> !server.equals(answered) && !silent.contains(server))
        .distinct()
        .toList();
  }

  /**
   * Returns whether such an answer counts. If validation is asked for, nobody may have been able to
   * forge it.
   */
  boolean believe(AnsweredBy by) {
    return validation.isEmpty() || by.isAuthentic();
  }

  /**
   * Returns the servers in the order in which they are asked once more: the one that has answered
   * comes last.
   */
  List<NameServer> after(NameServer answered) {
    Set<NameServer> order = new LinkedHashSet<>(servers);
    order.remove(answered);
    order.add(answered);
    return List.copyOf(order);
  }

  /** Asks for a long answer, if possible from this server. */
  DnsAnswer askForPart(String name, NameServer first) throws DownloadException {
    Set<NameServer> order = new LinkedHashSet<>(List.of(first));
    order.addAll(servers);
    return ask(name, query(name, Type.TXT), List.copyOf(order), true);
  }

  private static Message query(String name, int type) throws DownloadException {
    try {
      var question = Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN);
      var query = Message.newQuery(question);
      // Asks for the same flag in the answer, without the signatures (RFC 6840 §5.7).
      query.getHeader().setFlag(Flags.AD);
      query.addRecord(new OPTRecord(EDNS_PAYLOAD, 0, 0), Section.ADDITIONAL);
      return query;
    } catch (TextParseException e) {
      throw new DownloadException(Reason.BAD_URL, name + " is not a valid name in DNS", e);
    }
  }

  private DnsAnswer ask(String name, Message query, List<NameServer> order, boolean large)
      throws DownloadException {
    Set<NameServer> left = new LinkedHashSet<>(order);
    Set<String> problems = new LinkedHashSet<>();
    var expired = Optional.<DnsAnswer>empty();
    for (int round = 0; round < TRIES; round++) {
      for (NameServer server : List.copyOf(left)) {
        try {
          var answer = exchange(server, query, large);
          silent.remove(server);
          boolean isExpired = answer.freshness() == Freshness.EXPIRED;
          if (answer.isUsable() && !isExpired) {
            return answer;
          }
          // It will say so again.
          left.remove(server);
          problems.add(server + ": " + answer.status());
          expired = expired.or(() -> Optional.of(answer).filter(DnsAnswer::isUsable));
        } catch (IOException e) {
          requireNotInterrupted(name);
          silent.add(server);
          problems.add(server + ": " + Problems.describe(e));
        }
      }
    }
    if (expired.isPresent()) {
      return expired.get();
    }
    String all = problems.isEmpty() ? "none is configured" : String.join(", ", problems);
    throw new DownloadException(
        Reason.UNREACHABLE, "no name server answers for " + name + " (" + all + ")");
  }

  /**
   * Throws if the thread was interrupted: waiting ended early then, whatever the exception says.
   */
  private static void requireNotInterrupted(String name) throws DownloadException {
    if (Thread.currentThread().isInterrupted()) {
      throw new DownloadException(Reason.OTHER, name, new ClosedByInterruptException());
    }
  }

  private DnsAnswer exchange(NameServer server, Message query, boolean large) throws IOException {
    try {
      var answer = exchange.ask(server, query, large);
      return validation.isPresent() && !answer.by().isAuthentic() && answer.hasData()
          ? validated(validation.get(), answer, query, large)
          : answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Returns the answer marked as validated, or as it is if it cannot be validated. */
  private static DnsAnswer validated(
      DnssecValidation validation, DnsAnswer answer, Message query, boolean large)
      throws IOException {
    var by = answer.by();
    return validation
        .ask(by.server(), query, large)
        .map(secure -> new DnsAnswer(secure, by.withValidated()))
        .orElse(answer);
  }

  private boolean isBest(DnsAnswer answer) {
    return validation.isPresent() ? answer.by().isAuthentic() : answer.by().validated();
  }

  private DnsAnswer better(DnsAnswer first, Message query) {
    for (NameServer server : servers) {
      if ((validation.isPresent() || server.isTrusted()) && !server.equals(first.by().server())) {
        try {
          var answer = exchange(server, query, false);
          if (answer.isUsable() && isBest(answer)) {
            return answer;
          }
        } catch (IOException e) {
          log.log(DEBUG, () -> server + ": " + Problems.describe(e));
        }
      }
    }
    return first;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
