package org.spillway.dns.transfer;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A well-formed query of type AXFR or IXFR.
 *
 * @param authority of IXFR, the SOA record of the zone that the client has (RFC 1995 §3)
 * @param additional of each message that answers it: OPT if the query has it (RFC 6891 §6.1.1)
 * @param limit bytes of the longest message that answers it
 * @param stream whether there may be more than one: over TCP
 * @param brief whether it is to be told the serial at most, as its address may be forged
 * @param signer the name of the key that it was signed with, the root if it was not
 */
public record TransferQuery(
    int id,
    Record question,
    List<Record> authority,
    List<Record> additional,
    int limit,
    boolean stream,
    boolean brief,
    InetAddress client,
    Name signer) {

  public TransferQuery {
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
  }

  boolean isIncremental() {
    return question.getType() == Type.IXFR;
  }

  /** Of the zone that the client has; absent if it does not say. */
  Optional<SOARecord> known() {
    return authority.stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .findFirst();
  }

  Name zone() {
    return question.getName();
  }
}
