package org.spillway.dns.tsig;

import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * Signs the messages that answer one request, each over the one before (RFC 8945 §5.3). Not safe
 * for use by many threads.
 */
public final class TsigSession {
  private final Name key;
  private final TSIG tsig;

  /** The TSIG record of the request at first, then that of the last answer. */
  private TSIGRecord before;

  private boolean first = true;

  /**
   * Begins with a request.
   *
   * @param request the TSIG record of the request
   */
  TsigSession(Name key, TSIG tsig, TSIGRecord request) {
    this.key = key;
    this.tsig = tsig;
    this.before = request;
  }

  /** Returns the name of the key that signed the request. */
  public Name key() {
    return key;
  }

  /** Returns the next answer with its signature; both are in wire format. */
  public byte[] sign(byte[] answer) {
    return sign(answer, Rcode.NOERROR);
  }

  /**
   * Returns the next answer with its signature and an error.
   *
   * @param error the error about the request, such as {@link Rcode#BADTIME}
   */
  byte[] sign(byte[] answer, int error) {
    before = record(answer, error);
    first = false;
    return SignedMessage.append(answer, before);
  }

  private TSIGRecord record(byte[] answer, int error) {
    return tsig.generate(SignedMessage.numbered(answer), answer, error, before, first);
  }

  /** The number of bytes that {@link #sign} adds to an answer. */
  public int overhead() {
    return SignedMessage.bytes(record(new byte[2], Rcode.NOERROR)).length;
  }
}
