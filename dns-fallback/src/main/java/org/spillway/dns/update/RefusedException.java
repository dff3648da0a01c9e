package org.spillway.dns.update;

import java.io.IOException;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/** The primary does not want what we ask, and will not until an operator has acted. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private static final Set<Integer> LASTING =
      Set.of(Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTZONE, Rcode.NOTIMP, Rcode.FORMERR);

  private RefusedException(String message) {
    super(message);
  }

  /** What an answer with another RCODE than the ones that are looked for means. */
  static IOException of(Message answer) {
    String text = Rcode.string(answer.getRcode());
    TSIGRecord tsig = answer.getTSIG();
    if (tsig != null && tsig.getError() != Rcode.NOERROR) {
      text += " (" + Rcode.TSIGstring(tsig.getError()) + ")";
    }
    return LASTING.contains(answer.getRcode())
        ? new RefusedException(text)
        : new IOException("it answers " + text);
  }
}
