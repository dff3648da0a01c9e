package org.spillway.dns.update;

import java.io.IOException;
import java.util.Map;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/** Thrown when the primary refuses a request, and will refuse it until an operator has acted. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private static final Map<Integer, String> LASTING =
      Map.of(
          Rcode.REFUSED, "its configuration does not allow it",
          Rcode.NOTAUTH, "it is no primary of this zone",
          Rcode.NOTZONE, "the names are not in this zone",
          Rcode.NOTIMP, "it takes no updates",
          Rcode.FORMERR, "it does not understand them");

  /** The meaning of each error in the TSIG record (RFC 8945 §3). */
  private static final Map<Integer, String> UNBELIEVED =
      Map.of(
          Rcode.BADSIG, "its key has another secret",
          Rcode.BADKEY, "it has no such key, or with another algorithm",
          Rcode.BADTIME, "its clock and ours differ");

  private RefusedException(String message) {
    super(message);
  }

  /** Returns the exception for an answer with an unexpected RCODE. */
  static IOException of(Message answer) {
    int rcode = answer.getRcode();
    String text = Rcode.string(rcode);
    TSIGRecord tsig = answer.getTSIG();
    if (tsig != null && UNBELIEVED.containsKey(tsig.getError())) {
      return new RefusedException(
          "%s, %s: %s"
              .formatted(text, Rcode.TSIGstring(tsig.getError()), UNBELIEVED.get(tsig.getError())));
    }
    return LASTING.containsKey(rcode)
        ? new RefusedException(text + ": " + LASTING.get(rcode))
        : new IOException("it answers " + text);
  }
}
