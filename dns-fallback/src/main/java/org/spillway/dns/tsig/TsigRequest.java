package org.spillway.dns.tsig;

/** What a request turned out to be. */
public sealed interface TsigRequest {

  /** It has no TSIG record. */
  record Unsigned() implements TsigRequest {}

  /** Whoever sent it has the key. */
  final class Signed implements TsigRequest {
    private final byte[] message;
    private final TsigSession session;

    Signed(byte[] message, TsigSession session) {
      this.message = message.clone();
      this.session = session;
    }

    /** Without its TSIG record. */
    public byte[] message() {
      return message.clone();
    }

    /** For the answer. */
    public TsigSession session() {
      return session;
    }
  }

  /** It is not to be believed, nor to be read on. */
  final class Refused implements TsigRequest {
    private final byte[] answer;
    private final int rcode;

    Refused(byte[] answer, int rcode) {
      this.answer = answer.clone();
      this.rcode = rcode;
    }

    /** What the other side gets, whole. */
    public byte[] answer() {
      return answer.clone();
    }

    /** Of that answer. */
    public int rcode() {
      return rcode;
    }
  }
}
