package org.spillway.dns.tsig;

import java.time.InstantSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.WireParseException;

/**
 * A request of ours that is signed with a key; it also checks the answer's signature (RFC 8945
 * §5.4).
 */
public final class SignedQuery {
  private final TSIG tsig;
  private final TSIGRecord record;
  private final byte[] bytes;

  private SignedQuery(TSIG tsig, TSIGRecord record, byte[] bytes) {
    this.tsig = tsig;
    this.record = record;
    this.bytes = bytes;
  }

  /**
   * Signs a request.
   *
   * @param request in wire format
   */
  public static SignedQuery of(byte[] request, TsigKey key, InstantSource clock) {
    var tsig = key.tsig(clock);
    var record = tsig.generate(SignedMessage.numbered(request), request, Rcode.NOERROR, null);
    return new SignedQuery(tsig, record, SignedMessage.append(request, record));
  }

  /** The request in wire format, with its TSIG record. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Says whether the holder of the key has sent an answer of one message. Calls do not depend on
   * each other, so a forged answer does no harm to a later one.
   */
  public boolean isAnsweredBy(byte[] answer) {
    try {
      return SignedMessage.parse(answer)
          .filter(signed -> signed.tsig().getError() == Rcode.NOERROR)
          .filter(signed -> signed.verify(tsig, record) == Rcode.NOERROR)
          .isPresent();
    } catch (WireParseException e) {
      return false;
    }
  }

  /**
   * Makes the check of an answer of many messages, to be asked about each of them in turn. Up to 99
   * in a row may be unsigned, but not the first or the last one (RFC 8945 §5.3.1): none of them can
   * be believed before the last one is verified.
   */
  public TSIG.StreamVerifier stream() {
    return new TSIG.StreamVerifier(tsig, record);
  }
}
