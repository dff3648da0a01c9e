package org.spillway.dns.dnssec;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A signature over an RRset, in the form that it has in an answer for the RRset's name. */
final class Rrsig {
  /** A pointer to the question's name, which every message has at the same place. */
  private static final short OWNER = (short) 0xC00C;

  /** The length of owner, type, class, TTL and the length of the RDATA, in bytes. */
  private static final int HEAD = 2 + 2 + 2 + 4 + 2;

  private final byte[] answer;

  // The span itself is not kept: a query waits for each place in memory that it has to look at.
  private final long inception;
  private final long renewal;
  private final long expiration;

  private Rrsig(byte[] answer, Validity.Span span) {
    this.answer = answer;
    this.inception = span.inception();
    this.renewal = span.renewal();
    this.expiration = span.expiration();
  }

  /** Signs an RRset, which takes a fraction of a millisecond. */
  static Rrsig of(List<Record> rrset, ZoneKey key, Validity validity, Instant now) {
    var first = rrset.get(0);
    var span = validity.at(now, 31 * first.getName().hashCode() + first.getType());
    var unsigned = record(first, key, span, new byte[0]);
    byte[] data = DNSSEC.digestRRset(unsigned, new RRset(rrset.toArray(Record[]::new)));
    byte[] rdata = record(first, key, span, key.sign(data)).rdataToWireCanonical();
    var answer = ByteBuffer.allocate(HEAD + rdata.length);
    answer.putShort(OWNER).putShort((short) Type.RRSIG).putShort((short) DClass.IN);
    answer.putInt((int) first.getTTL()).putShort((short) rdata.length).put(rdata);
    return new Rrsig(answer.array(), span);
  }

  private static RRSIGRecord record(
      Record first, ZoneKey key, Validity.Span span, byte[] signature) {
    return new RRSIGRecord(
        first.getName(),
        DClass.IN,
        first.getTTL(),
        first.getType(),
        ZoneKey.ALGORITHM,
        first.getTTL(),
        Instant.ofEpochSecond(span.expiration()),
        Instant.ofEpochSecond(span.inception()),
        key.tag(),
        key.zone(),
        signature);
  }

  /**
   * Returns whether the signature must be made anew, because its time has come or because it lies
   * in the future: it was made while the clock was wrong.
   */
  boolean isDue(Instant now) {
    return now.getEpochSecond() >= renewal || now.getEpochSecond() < inception;
  }

  /** Returns whether validators accept it (RFC 4035 §5.3.1). */
  boolean isValid(Instant now) {
    return now.getEpochSecond() >= inception && now.getEpochSecond() < expiration;
  }

  /**
   * Returns the RRSIG record whose owner is the name at byte 12 of the message. The array must not
   * be changed.
   */
  byte[] answer() {
    return answer;
  }

  /**
   * Returns the RRSIG record as an object.
   *
   * @param owner the owner of the record
   * @param ttl the TTL of the RRset where the signature stands: its own or, in a denial, a shorter
   *     one
   */
  Record record(Name owner, long ttl) {
    byte[] rdata = Arrays.copyOfRange(answer, HEAD, answer.length);
    return Record.newRecord(owner, Type.RRSIG, DClass.IN, ttl, rdata);
  }
}
