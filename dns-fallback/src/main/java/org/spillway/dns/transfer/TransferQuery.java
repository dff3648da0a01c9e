package org.spillway.dns.transfer;

import java.net.InetAddress;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A well-formed query of type AXFR or IXFR.
 *
 * @param serial that the client has, of the SOA record in the authority section of IXFR (RFC 1995
 *     §3); less than nothing if there is none
 * @param edns whether it has an OPT record
 * @param limit bytes of the longest message that answers it
 * @param stream whether there may be more than one: over TCP
 * @param signer the name of the key that it was signed with, the root if it was not
 */
public record TransferQuery(
    int id,
    Record question,
    long serial,
    boolean edns,
    int limit,
    boolean stream,
    InetAddress client,
    Name signer) {

  boolean isIncremental() {
    return question.getType() == Type.IXFR;
  }

  Name zone() {
    return question.getName();
  }
}
