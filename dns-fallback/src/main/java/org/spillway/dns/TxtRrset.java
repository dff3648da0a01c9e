package org.spillway.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The TXT records of one name without the name, in the form in which they go over the wire: the
 * same for every zone and every spelling of the name. Immutable.
 */
final class TxtRrset {
  /** RDATA of one record, in bytes: NSD transfers no record of 16,000. */
  private static final int MAX_RDATA = 15_950;

  private final List<byte[]> rdatas;

  private TxtRrset(List<byte[]> rdatas) {
    this.rdatas = rdatas;
  }

  /**
   * @param records each a list of ASCII strings of at most 255 characters
   */
  static TxtRrset of(List<List<String>> records) {
    return new TxtRrset(records.stream().map(TxtRrset::rdata).toList());
  }

  /** Each string after a byte with its length (RFC 1035 §3.3.14). */
  private static byte[] rdata(List<String> strings) {
    byte[] rdata = new byte[strings.stream().mapToInt(string -> 1 + string.length()).sum()];
    int at = 0;
    for (String string : strings) {
      byte[] bytes = string.getBytes(US_ASCII);
      rdata[at++] = (byte) bytes.length;
      System.arraycopy(bytes, 0, rdata, at, bytes.length);
      at += bytes.length;
    }
    return rdata;
  }

  /** Whether every name server takes and passes on records of such a length. */
  boolean isPortable() {
    return rdatas.stream().allMatch(rdata -> rdata.length <= MAX_RDATA);
  }

  /** All RDATA, in bytes. */
  int length() {
    return rdatas.stream().mapToInt(rdata -> rdata.length).sum();
  }

  /**
   * @param ttl in seconds
   */
  Stream<Record> records(Name owner, long ttl) {
    return rdatas.stream().map(rdata -> Record.newRecord(owner, Type.TXT, DClass.IN, ttl, rdata));
  }
}
