package org.spillway.dns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.spillway.dns.transfer.TransferStats;
import org.spillway.dns.update.UpdateStats;
import org.xbill.DNS.Rcode;

/** Counts what {@link DnsStats} reports. Safe for use by many threads. */
final class Counters {
  private final LongAdder udpQueries = new LongAdder();
  private final LongAdder tcpQueries = new LongAdder();
  private final LongAdder httpsQueries = new LongAdder();

  /** The answers by RCODE, including extended RCODEs (RFC 6891 §6.1.3). */
  private final LongAdder[] answers =
      Stream.generate(LongAdder::new).limit(Rcode.BADCOOKIE + 1).toArray(LongAdder[]::new);

  private final LongAdder truncated = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final AtomicInteger tcpConnections = new AtomicInteger();

  void query(Transport transport) {
    queries(transport).increment();
  }

  private LongAdder queries(Transport transport) {
    return switch (transport) {
      case UDP -> udpQueries;
      case TCP -> tcpQueries;
      case HTTPS -> httpsQueries;
    };
  }

  void answer(int rcode) {
    answers[rcode].increment();
  }

  void truncation() {
    truncated.increment();
  }

  void silence() {
    unanswered.increment();
  }

  void dropped() {
    dropped.increment();
  }

  /** Returns the number of connections, including the new one. */
  int connectionOpened() {
    return tcpConnections.incrementAndGet();
  }

  void connectionClosed() {
    tcpConnections.decrementAndGet();
  }

  DnsStats stats(int names, TransferStats transfers, List<UpdateStats> updates) {
    Map<String, Long> byRcode = new HashMap<>();
    for (int rcode = 0; rcode < answers.length; rcode++) {
      if (answers[rcode].sum() > 0) {
        byRcode.put(Rcode.string(rcode), answers[rcode].sum());
      }
    }
    return new DnsStats(
        udpQueries.sum(),
        tcpQueries.sum(),
        httpsQueries.sum(),
        byRcode,
        truncated.sum(),
        unanswered.sum(),
        dropped.sum(),
        tcpConnections.get(),
        names,
        transfers,
        updates);
  }
}
