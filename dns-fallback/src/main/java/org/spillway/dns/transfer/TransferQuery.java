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
 * @param authority the authority section; IXFR has the SOA record of the client's zone there (RFC
 *     1995 §3)
 * @param additional the additional section of each message of the answer: it holds OPT if the query
 *     has it (RFC 6891 §6.1.1)
 * @param limit the length of the longest message of the answer, in bytes
 * @param stream whether the answer may have several messages, as over TCP
 * @param brief whether the client is told the serial at most, because its address may be forged
 * @param signer the name of the key that signed the query; the root if it is not signed
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

  /**
   * Returns the SOA record of the zone that the client has; empty if the client does not name it.
   */
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
