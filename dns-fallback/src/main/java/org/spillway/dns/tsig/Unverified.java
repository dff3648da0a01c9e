package org.spillway.dns.tsig;

import org.xbill.DNS.Rcode;
import org.xbill.DNS.WireParseException;

/**
 * Describes an answer whose signature could not be verified. Anybody may have sent it, so use it
 * only in a message to an operator.
 *
 * @param rcode the RCODE of the header
 * @param error the error of the TSIG record; 0 if there is none
 * @param signed whether the answer has a MAC, right or wrong
 */
public record Unverified(int rcode, int error, boolean signed) {
  private static final int RCODE_AT = 3;
  private static final int RCODE = 0xF;

  /**
   * Reads an answer.
   *
   * @param message the answer, which has at least a header
   */
  public static Unverified of(byte[] message) {
    int rcode = message[RCODE_AT] & RCODE;
    try {
      return SignedMessage.parse(message)
          .map(SignedMessage::tsig)
          .map(tsig -> new Unverified(rcode, tsig.getError(), tsig.getSignature().length > 0))
          .orElseGet(() -> new Unverified(rcode, 0, false));
    } catch (WireParseException e) {
      return new Unverified(rcode, 0, false);
    }
  }

  /** Returns a text such as {@code NOTAUTH (BADKEY), its answer is not signed}. */
  @Override
  public String toString() {
    String said = Rcode.string(rcode) + (error == 0 ? "" : " (" + Rcode.TSIGstring(error) + ")");
    if (!signed) {
      return said + ", its answer is not signed";
    }
    return error == 0 ? said + ", its signature is not right" : said;
  }
}
