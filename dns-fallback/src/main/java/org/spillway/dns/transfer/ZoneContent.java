package org.spillway.dns.transfer;

import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.Record;

/** The records of a zone at one serial as they are transferred, made as they are asked for. */
interface ZoneContent {
  FallbackZone zone();

  long serial();

  /** How many names there are below the apex. */
  int names();

  /** Between two SOA records (RFC 5936 §2.2). */
  Stream<Record> whole();

  /** Absent if it is not known how the zone differs from that serial. */
  Optional<Differences> since(long from);

  /**
   * Every version's records that go and that come, each after the SOA record of its side, and all
   * between two SOA records (RFC 1995 §4).
   *
   * @param to the serial to which they lead
   * @param names how many changed
   */
  record Differences(long to, long names, Stream<Record> records) {}
}
