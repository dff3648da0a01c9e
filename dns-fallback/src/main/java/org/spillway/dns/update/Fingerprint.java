package org.spillway.dns.update;

import java.nio.ByteBuffer;
import java.util.List;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.torrent.Sha256;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/**
 * Describes an RRset in a few bytes, whatever the order of its records, so that a million of them
 * can be compared. Of records of others it only knows that they exist.
 *
 * @param high the high half of the sum of the digests of the records that could be ours
 * @param low the low half of that sum
 * @param ttls the sum of their TTLs, in seconds
 * @param records the number of all records
 * @param ours the number of records that could be ours
 */
record Fingerprint(long high, long low, long ttls, int records, int ours) {
  /** The fingerprint of an RRset that does not exist. */
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

  /** Returns the fingerprint of one record; only a TXT record can be ours. */
  static Fingerprint of(Record record) {
    byte[] rdata = record.rdataToWireCanonical();
    boolean ours = record instanceof TXTRecord && looksLikeOurs(rdata);
    return ours ? of(record.getTTL(), rdata) : ONE_OF_OTHERS;
  }

  private static Fingerprint of(long ttl, byte[] rdata) {
    var digest = ByteBuffer.wrap(Sha256.digest(rdata).toBytes());
    return new Fingerprint(digest.getLong(), digest.getLong(), ttl, 1, 1);
  }

  /** Returns whether every record could be ours. */
  boolean isOurs() {
    return ours == records;
  }

  /** Returns whether some record could be ours, whether or not others have records beside it. */
  boolean hasOurs() {
    return ours > 0;
  }

  /**
   * Returns whether the records that could be ours are exactly the wanted ones. Beside records of
   * others their TTL does not count, because an RRset has one TTL (RFC 2181 §5.2), which the others
   * choose.
   */
  boolean holds(Fingerprint wanted) {
    boolean same = high == wanted.high && low == wanted.low && ours == wanted.ours;
    return same && (ttls == wanted.ttls || !isOurs());
  }

  /** Returns the fingerprint of the records of both. */
  Fingerprint plus(Fingerprint other) {
    return new Fingerprint(
        high + other.high,
        low + other.low,
        ttls + other.ttls,
        records + other.records,
        ours + other.ours);
  }

  /**
   * Judges by the beginning of the first string, which is the base64 of a .torrent, or one of our
   * tags.
   */
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
