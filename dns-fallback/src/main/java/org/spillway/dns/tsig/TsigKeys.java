package org.spillway.dns.tsig;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.WireParseException;

/** The keys of a server, with which it reads signed requests. Safe for use by many threads. */
public final class TsigKeys {
  private static final int QR = 0x8000;
  private static final int OPCODE_AND_RD = 0x7900;

  private final Map<Name, TsigKey> keys;
  private final InstantSource clock;

  /**
   * Takes the keys.
   *
   * @throws IllegalArgumentException if two keys have the same name
   */
  public TsigKeys(List<TsigKey> keys, InstantSource clock) {
    this.keys = byName(keys);
    this.clock = clock;
  }

  private static Map<Name, TsigKey> byName(List<TsigKey> keys) {
    return keys.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                TsigKey::name,
                Function.identity(),
                (key, other) -> {
                  throw new IllegalArgumentException("two keys have the name " + key.name());
                }));
  }

  public Optional<TsigKey> find(Name name) {
    return Optional.ofNullable(keys.get(name));
  }

  /** Signs a request of ours. */
  public SignedQuery sign(byte[] request, TsigKey key) {
    return SignedQuery.of(request, key, clock);
  }

  /** Reads a request by RFC 8945 §5.2. The message must have at least a header. */
  public TsigRequest open(byte[] message) {
    Optional<SignedMessage> signed;
    try {
      signed = SignedMessage.parse(message);
    } catch (WireParseException e) {
      return new TsigRequest.Refused(error(message, Header.LENGTH, Rcode.FORMERR), Rcode.FORMERR);
    }
    return signed.isPresent() ? open(signed.get()) : new TsigRequest.Unsigned();
  }

  private TsigRequest open(SignedMessage signed) {
    var theirs = signed.tsig();
    var key = keys.get(theirs.getName());
    if (key == null || !key.isNamedBy(theirs)) {
      return unsigned(signed, Rcode.BADKEY);
    }
    int length = theirs.getSignature().length;
    if (length > key.algorithm().length() || length < key.algorithm().shortest()) {
      return new TsigRequest.Refused(
          error(signed.unsigned(), Header.LENGTH, Rcode.FORMERR), Rcode.FORMERR);
    }
    var tsig = key.tsig(clock);
    int verdict = signed.verify(tsig, null);
    if (verdict == Rcode.NOERROR && length < key.algorithm().length()) {
      verdict = Rcode.BADTRUNC;
    }
    var session = new TsigSession(key.name(), tsig, theirs);
    return switch (verdict) {
      case Rcode.NOERROR -> new TsigRequest.Signed(signed.unsigned(), session);
      // This is signed: BADTIME lets the other side see from our time how wrong its own is
      // (§5.2.3).
      case Rcode.BADTIME, Rcode.BADTRUNC ->
          new TsigRequest.Refused(session.sign(notAuth(signed), verdict), Rcode.NOTAUTH);
      default -> unsigned(signed, verdict);
    };
  }

  /** Refuses without a MAC, because the other side may not know the key (RFC 8945 §5.3.2). */
  private TsigRequest unsigned(SignedMessage signed, int error) {
    var theirs = signed.tsig();
    var record =
        new TSIGRecord(
            theirs.getName(),
            DClass.ANY,
            0,
            theirs.getAlgorithm(),
            clock.instant(),
            TSIG.FUDGE,
            new byte[0],
            theirs.getOriginalID(),
            error,
            null);
    byte[] answer = SignedMessage.append(notAuth(signed), record);
    return new TsigRequest.Refused(answer, Rcode.NOTAUTH);
  }

  /** Returns an answer with the question of the request, if it has one. */
  private static byte[] notAuth(SignedMessage request) {
    return error(request.unsigned(), request.endOfQuestions(), Rcode.NOTAUTH);
  }

  /** Returns an answer without records. */
  private static byte[] error(byte[] request, int end, int rcode) {
    var answer = ByteBuffer.allocate(end).put(request, 0, end);
    int flags = (answer.getShort(2) & OPCODE_AND_RD) | QR | rcode;
    answer.putShort(2, (short) flags).putShort(6, (short) 0).putInt(8, 0);
    if (end == Header.LENGTH) {
      answer.putShort(4, (short) 0);
    }
    return answer.array();
  }
}
