package org.spillway.dns;

import java.util.List;
import java.util.Map;
import org.spillway.dns.transfer.TransferStats;
import org.spillway.dns.update.UpdateStats;

/**
 * Counts what the name server has done since its start.
 *
 * @param udpQueries the messages that came over UDP, whatever happened to them
 * @param tcpQueries the messages that came over TCP
 * @param httpsQueries the messages that came over HTTPS
 * @param answers the number of answers by the name of their RCODE, such as {@code NXDOMAIN}; RCODEs
 *     that never occurred are left out
 * @param truncated the answers that sent the client to TCP
 * @param unanswered the messages that got no answer because they are responses, or shorter than a
 *     header
 * @param dropped the queries that got no answer because their network's rate was used up
 * @param tcpConnections the connections that are open now
 * @param names the names that hold a torrent now, in each zone
 * @param transfers the transfers of the zones to other name servers
 * @param updates the state of each zone at each primary that gets the records by dynamic updates
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
