package org.spillway.dns.transfer;

import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A well-formed query of type AXFR or IXFR.
 *
 * @param serial that the client has, of the SOA record in the authority section of IXFR (RFC 1995
 *     §3); less than nothing if there is none
 * @param additional of each message that answers it: OPT if the query has it (RFC 6891 §6.1.1)
 * @param limit bytes of the longest message that answers it
 * @param stream whether there may be more than one: over TCP
 * @param brief whether it is to be told the serial at most, as its address may be forged
 * @param signer the name of the key that it was signed with, the root if it was not
 */
public record TransferQuery(
    int id,
    Record question,
    long serial,
    List<Record> additional,
    int limit,
    boolean stream,
    boolean brief,
    InetAddress client,
    Name signer) {

  public TransferQuery {
    additional = List.copyOf(additional);
  }

  boolean isIncremental() {
    return question.getType() == Type.IXFR;
  }

  Name zone() {
    return question.getName();
  }
}
