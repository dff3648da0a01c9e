package org.spillway.dns.update;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/**
 * An RRset in a few bytes, whatever the order of its records: a million of them are compared. Of
 * the records of others it knows only that they are there.
 *
 * @param high of the sum of the digests of those that could have come from us
 * @param low of it
 * @param records how many there are
 * @param ours how many of them could have come from us
 */
record Fingerprint(long high, long low, int records, int ours) {
  /** There is no such RRset. */
  static final Fingerprint NONE = new Fingerprint(0, 0, 0, 0);

  private static final Fingerprint ONE_OF_OTHERS = new Fingerprint(0, 0, 1, 0);

  static Fingerprint of(TxtRrset rrset) {
    var sum = NONE;
    for (byte[] rdata : rrset.rdatas()) {
      sum = sum.plus(of(rrset.ttl(), rdata));
    }
    return sum;
  }

  /** {@link #NONE} if there is none. */
  static Fingerprint of(Optional<TxtRrset> rrset) {
    return rrset.map(Fingerprint::of).orElse(NONE);
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
    var digest = ByteBuffer.wrap(sha256(ttl, rdata));
    return new Fingerprint(digest.getLong(), digest.getLong(), 1, 1);
  }

  /** Whether each record could have come from us. */
  boolean isOurs() {
    return ours == records;
  }

  /** Whether some could, beside those of others or not. */
  boolean hasOurs() {
    return ours > 0;
  }

  Fingerprint withoutOthers() {
    return new Fingerprint(high, low, ours, ours);
  }

  /** Of the records of both. */
  Fingerprint plus(Fingerprint other) {
    return new Fingerprint(
        high + other.high, low + other.low, records + other.records, ours + other.ours);
  }

  private static byte[] sha256(long ttl, byte[] rdata) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, ttl));
      return sha256.digest(rdata);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
