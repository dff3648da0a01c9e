package org.spillway.dns.update;

import java.nio.ByteBuffer;
import java.util.List;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.torrent.Sha256;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/**
 * An RRset in a few bytes, whatever the order of its records: a million of them are compared. Of
 * the records of others it knows only that they are there.
 *
 * @param high of the sum of the digests of those that could have come from us
 * @param low of it
 * @param ttls the sum of theirs, in seconds
 * @param records how many there are
 * @param ours how many of them could have come from us
 */
record Fingerprint(long high, long low, long ttls, int records, int ours) {
  /** There is no such RRset. */
  static final Fingerprint NONE = new Fingerprint(0, 0, 0, 0, 0);

  private static final Fingerprint ONE_OF_OTHERS = new Fingerprint(0, 0, 0, 1, 0);

  static Fingerprint of(TxtRrset rrset) {
    var sum = NONE;
    for (byte[] rdata : rrset.rdatas()) {
      sum = sum.plus(of(rrset.ttl(), rdata));
    }
    return sum;
  }

  static Fingerprint of(List<Record> records) {
    return records.stream().map(Fingerprint::of).reduce(NONE, Fingerprint::plus);
  }

  /** Of one record; only a TXT record can be ours. */
  static Fingerprint of(Record record) {
    byte[] rdata = record.rdataToWireCanonical();
    boolean ours = record instanceof TXTRecord && looksLikeOurs(rdata);
    return ours ? of(record.getTTL(), rdata) : ONE_OF_OTHERS;
  }

  private static Fingerprint of(long ttl, byte[] rdata) {
    var digest = ByteBuffer.wrap(Sha256.digest(rdata).toBytes());
    return new Fingerprint(digest.getLong(), digest.getLong(), ttl, 1, 1);
  }

  /** Whether each record could have come from us. */
  boolean isOurs() {
    return ours == records;
  }

  /** Whether some could, beside those of others or not. */
  boolean hasOurs() {
    return ours > 0;
  }

  /**
   * Whether what could have come from us is just that. Beside records of others its TTL does not
   * count: there is one for all of an RRset (RFC 2181 §5.2), and it is theirs to choose.
   */
  boolean holds(Fingerprint wanted) {
    boolean same = high == wanted.high && low == wanted.low && ours == wanted.ours;
    return same && (ttls == wanted.ttls || !isOurs());
  }

  /** Of the records of both. */
  Fingerprint plus(Fingerprint other) {
    return new Fingerprint(
        high + other.high,
        low + other.low,
        ttls + other.ttls,
        records + other.records,
        ours + other.ours);
  }

  /** By the beginning of its first string: the base64 of a .torrent, or one of our tags. */
  private static boolean looksLikeOurs(byte[] rdata) {
    return startsWith(rdata, "ZD") || startsWith(rdata, "v=bt1;");
  }

  private static boolean startsWith(byte[] rdata, String text) {
    if (rdata.length <= text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (rdata[1 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
