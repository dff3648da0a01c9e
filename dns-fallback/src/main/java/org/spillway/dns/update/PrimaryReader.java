package org.spillway.dns.update;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.RecordName;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reads what a primary holds at the names at which our records are. */
final class PrimaryReader {
  private static final System.Logger log = System.getLogger(PrimaryReader.class.getName());

  /**
   * The number of queries that are sent before their answers are awaited, so that one round trip
   * serves all.
   */
  static final int AT_A_TIME = 32;

  private final SecureRandom random = new SecureRandom();
  private final Name updated;
  private final FallbackZone zone;

  /**
   * Makes a reader for one zone.
   *
   * @param updated the zone at the primary
   * @param zone the zone of our records
   */
  PrimaryReader(Name updated, FallbackZone zone) {
    this.updated = updated;
    this.zone = zone;
  }

  /**
   * Reads everything where the primary allows a transfer (AXFR), and otherwise what some names
   * hold.
   *
   * @param asked the names to ask for without a transfer
   * @return the names that hold something, with a fingerprint of each
   */
  Map<RecordName, Fingerprint> read(
      PrimaryConnection connection, Supplier<Collection<RecordName>> asked) throws IOException {
    Map<RecordName, Fingerprint> found = new HashMap<>();
    Consumer<Record> add = record -> add(found, record);
    try {
      connection.transfer(updated, add);
    } catch (RefusedException e) {
      log.log(DEBUG, () -> "asking for each name, as a transfer of " + updated + " fails: " + e);
      found.clear();
      query(connection, List.copyOf(asked.get()), add);
    }
    return found;
  }

  private void add(Map<RecordName, Fingerprint> found, Record record) {
    // Where there is a CNAME record there can be no other.
    if (record.getType() == Type.TXT || record.getType() == Type.CNAME) {
      zone.recordName(record.getName())
          .ifPresent(name -> found.merge(name, Fingerprint.of(record), Fingerprint::plus));
    }
  }

  /** Returns the records at some names; names that hold nothing are left out. */
  Map<RecordName, List<Record>> look(PrimaryConnection connection, List<RecordName> names)
      throws IOException {
    Map<RecordName, List<Record>> found = new HashMap<>();
    query(
        connection,
        names,
        record ->
            zone.recordName(record.getName())
                .ifPresent(
                    name -> found.computeIfAbsent(name, any -> new ArrayList<>()).add(record)));
    return found;
  }

  private void query(PrimaryConnection connection, List<RecordName> names, Consumer<Record> records)
      throws IOException {
    for (int from = 0; from < names.size(); from += AT_A_TIME) {
      var some = names.subList(from, Math.min(from + AT_A_TIME, names.size()));
      // This comes first, because the first record that is published can end a wildcard (RFC 4592
      // §2.2.1).
      var nowhere =
          zone.owner(new RecordName(random.nextLong(), random.nextLong(), random.nextInt(), 0));
      var synthesised = connection.exchange(PrimaryConnection.query(nowhere, Type.TXT));
      var wildcard = recordsAt(nowhere, synthesised).map(PrimaryReader::content).toList();
      var answers = connection.exchange(queries(some));
      for (int i = 0; i < answers.size(); i++) {
        ownRecords(zone.owner(some.get(i)), answers.get(i), wildcard).forEach(records);
      }
    }
  }

  /**
   * Returns the records of the name itself; what a wildcard above it has synthesised is not content
   * of the zone.
   */
  private static List<Record> ownRecords(Name owner, Message answer, List<Content> wildcard)
      throws IOException {
    var records = recordsAt(owner, answer).toList();
    boolean synthesised =
        !records.isEmpty()
            && Set.copyOf(wildcard)
                .equals(records.stream().map(PrimaryReader::content).collect(toSet()));
    return synthesised ? List.of() : records;
  }

  private record Content(int type, ByteBuffer data) {}

  private static Content content(Record record) {
    return new Content(record.getType(), ByteBuffer.wrap(record.rdataToWireCanonical()));
  }

  /**
   * Returns the records at a name without those that an alias leads to, which may be another name
   * that is asked for.
   */
  private static Stream<Record> recordsAt(Name owner, Message answer) throws IOException {
    return answered(answer).getSection(Section.ANSWER).stream()
        .filter(record -> record.getName().equals(owner));
  }

  private List<Message> queries(List<RecordName> names) {
    return names.stream().map(name -> PrimaryConnection.query(zone.owner(name), Type.TXT)).toList();
  }

  private static Message answered(Message answer) throws IOException {
    if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
      throw RefusedException.of(answer);
    }
    return answer;
  }

  /** Begins an update of this zone. */
  UpdateBatch newBatch() {
    return new UpdateBatch(updated, zone);
  }

  /** Returns the SOA record of the zone at the primary. */
  SOARecord soa(PrimaryConnection connection) throws IOException {
    var answer = answered(connection.exchange(PrimaryConnection.query(updated, Type.SOA)));
    return answer.getSection(Section.ANSWER).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .findFirst()
        .orElseThrow(() -> new IOException("it has no SOA record of " + updated));
  }
}
