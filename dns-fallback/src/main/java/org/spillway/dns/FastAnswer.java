package org.spillway.dns;

import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.Cookies.Standing;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Writes one answer to a {@link FastQuery} into its exchange. */
final class FastAnswer {
  private static final int QR_AA = 0x84;
  private static final int TC = 0x02;
  private static final int RD = 0x01;
  private static final int DO = 0x80;

  /** The length of owner, type, payload size, RCODE, version, flags and length, in bytes. */
  private static final int OPT = 11;

  private static final int COOKIE_OPTION = 10;
  private static final int OPTION_HEAD = 4;

  private final Exchange exchange;
  private final FastQuery query;
  private final byte[] message;
  private final Guard guard;
  private final Standing standing;
  private boolean truncated;
  private int rcode = Rcode.NOERROR;

  FastAnswer(Exchange exchange, Guard guard, Standing standing) {
    this.exchange = exchange;
    this.query = exchange.fastQuery();
    this.message = exchange.answer();
    this.guard = guard;
    this.standing = standing;
  }

  int rcode() {
    return rcode;
  }

  boolean isTruncated() {
    return truncated;
  }

  /**
   * Answers with records.
   *
   * @param signature an RRSIG record whose owner is the question's name; empty for none
   */
  void records(TxtRrset rrset, byte[] signature) {
    int at = query.questionEnd();
    int length = rrset.length() + signature.length;
    if (!fits(length)) {
      truncated(true);
      return;
    }
    rrset.copyTo(message, at);
    System.arraycopy(signature, 0, message, at + rrset.length(), signature.length);
    end(at + length, rrset.count() + (signature.length == 0 ? 0 : 1), 0);
  }

  /**
   * Answers that the name does not exist.
   *
   * @param origin the position of the zone's name in the question
   */
  void noSuchName(FastDenial denial, int origin) {
    rcode = Rcode.NXDOMAIN;
    if (!fits(denial.length())) {
      truncated(false);
      return;
    }
    end(denial.write(message, query.questionEnd(), origin), 0, 1);
  }

  /** Answers with the question alone, so that the client comes by TCP. */
  void truncated(boolean nameExists) {
    rcode = nameExists ? Rcode.NOERROR : Rcode.NXDOMAIN;
    truncated = true;
    end(query.questionEnd(), 0, 0);
  }

  /** Returns whether the client may have records of a length, in bytes. */
  private boolean fits(int length) {
    int limit =
        exchange.transport() == Transport.UDP
            ? Math.min(query.payload(), Response.UDP_PAYLOAD)
            : Exchange.MAX_MESSAGE;
    int whole = query.questionEnd() + length + optLength();
    return whole <= limit && guard.allows(exchange, standing, whole);
  }

  private int optLength() {
    return query.hasEdns() ? OPT + cookieLength() : 0;
  }

  private int cookieLength() {
    return query.cookieLength() == 0 ? 0 : OPTION_HEAD + Cookies.LENGTH;
  }

  /**
   * Ends the answer.
   *
   * @param at the position where the records end
   */
  private void end(int at, int answers, int authorities) {
    byte[] asked = exchange.query();
    System.arraycopy(asked, 0, message, 0, query.questionEnd());
    message[2] = (byte) (QR_AA | (truncated ? TC : 0) | (asked[2] & RD));
    message[3] = (byte) rcode;
    putShort(6, answers);
    putShort(8, authorities);
    putShort(10, query.hasEdns() ? 1 : 0);
    exchange.answered(query.hasEdns() ? putOpt(at) : at);
  }

  private int putOpt(int at) {
    message[at] = 0;
    putShort(at + 1, Type.OPT);
    putShort(at + 3, Response.UDP_PAYLOAD);
    putShort(at + 5, 0);
    message[at + 7] = (byte) (query.isDnssecOk() ? DO : 0);
    message[at + 8] = 0;
    putShort(at + 9, cookieLength());
    if (query.cookieLength() > 0) {
      putShort(at + OPT, COOKIE_OPTION);
      putShort(at + OPT + 2, Cookies.LENGTH);
      guard
          .cookies()
          .write(
              exchange.query(),
              query.cookieAt(),
              standing,
              exchange.client(),
              message,
              at + OPT + OPTION_HEAD);
    }
    return at + optLength();
  }

  private void putShort(int at, int value) {
    message[at] = (byte) (value >> 8);
    message[at + 1] = (byte) value;
  }
}
