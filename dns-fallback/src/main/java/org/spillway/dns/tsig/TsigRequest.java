package org.spillway.dns.tsig;

/** The result of reading a request. */
public sealed interface TsigRequest {

  /** The request has no TSIG record. */
  record Unsigned() implements TsigRequest {}

  /** The request was signed with a key of ours. */
  final class Signed implements TsigRequest {
    private final byte[] message;
    private final TsigSession session;

    Signed(byte[] message, TsigSession session) {
      this.message = message.clone();
      this.session = session;
    }

    /** Returns the request without its TSIG record. */
    public byte[] message() {
      return message.clone();
    }

    /** Returns the session that signs the answer. */
    public TsigSession session() {
      return session;
    }
  }

  /** The request cannot be trusted, and must not be read further. */
  final class Refused implements TsigRequest {
    private final byte[] answer;
    private final int rcode;

    Refused(byte[] answer, int rcode) {
      this.answer = answer.clone();
      this.rcode = rcode;
    }

    /** Returns the whole answer for the other side. */
    public byte[] answer() {
      return answer.clone();
    }

    /** Returns the RCODE of that answer. */
    public int rcode() {
      return rcode;
    }
  }
}
