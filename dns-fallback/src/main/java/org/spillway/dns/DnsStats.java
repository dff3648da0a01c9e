package org.spillway.dns;

import java.util.List;
import java.util.Map;
import org.spillway.dns.transfer.TransferStats;
import org.spillway.dns.update.UpdateStats;

/**
 * What the name server did since its start.
 *
 * @param udpQueries messages that came over UDP, whatever became of them
 * @param tcpQueries the same over TCP
 * @param httpsQueries the same over HTTPS
 * @param answers by the name of their RCODE, such as {@code NXDOMAIN}; only those that were given
 * @param truncated answers that sent the client to TCP
 * @param unanswered messages that got silence: responses, and what is too short for a header
 * @param dropped queries that got silence because their network's rate was used up
 * @param tcpConnections open now
 * @param names that hold a torrent now, in each zone
 * @param transfers of the zones to other name servers
 * @param updates of each zone at each primary that gets the records by dynamic updates
 */
public record DnsStats(
    long udpQueries,
    long tcpQueries,
    long httpsQueries,
    Map<String, Long> answers,
    long truncated,
    long unanswered,
    long dropped,
    int tcpConnections,
    int names,
    TransferStats transfers,
    List<UpdateStats> updates) {

  public DnsStats {
    answers = Map.copyOf(answers);
    updates = List.copyOf(updates);
  }
}
