package org.spillway.dns.transfer;

import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.Record;

/** The records of a zone at one serial as they are transferred; they are made as they are read. */
interface ZoneContent {
  FallbackZone zone();

  long serial();

  /** Returns the number of names below the apex. */
  int names();

  /** Returns all records, between two SOA records (RFC 5936 §2.2). */
  Stream<Record> whole();

  /** Returns the differences from a serial; empty if they are not known. */
  Optional<Differences> since(long from);

  /**
   * The records that each version removes and adds, each half after its SOA record, and all between
   * two SOA records (RFC 1995 §4).
   *
   * @param to the serial to which the differences lead
   * @param names how many names changed
   * @param records the records to transfer
   */
  record Differences(long to, long names, Stream<Record> records) {}
}
