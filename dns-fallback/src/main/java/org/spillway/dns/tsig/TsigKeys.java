package org.spillway.dns.tsig;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.WireParseException;

/** The keys of a server: it reads with them what is signed. Safe for use by many threads. */
public final class TsigKeys {
  /** The MAC is shorter than we take it (RFC 8945 §3); dnsjava has no name for it. */
  private static final int BADTRUNC = 22;

  private static final int QR = 0x8000;
  private static final int OPCODE_AND_RD = 0x7900;

  private final Map<Name, TsigKey> keys;
  private final InstantSource clock;

  /**
   * @throws IllegalArgumentException if two have the same name
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
                  throw new IllegalArgumentException("two keys are called " + key.name());
                }));
  }

  public Optional<TsigKey> find(Name name) {
    return Optional.ofNullable(keys.get(name));
  }

  /** For a request of ours. */
  public TsigSession asking(TsigKey key) {
    return TsigSession.asking(key, clock);
  }

  /** Reads a request, which has a header at least, by RFC 8945 §5.2. */
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
    var tsig = signed.tsig();
    var key = keys.get(tsig.key());
    if (key == null || !key.isNamedBy(tsig)) {
      return refused(signed, Rcode.BADKEY);
    }
    int length = tsig.mac().length;
    if (length > key.algorithm().length() || length < key.algorithm().shortest()) {
      return new TsigRequest.Refused(
          error(signed.unsigned(), Header.LENGTH, Rcode.FORMERR), Rcode.FORMERR);
    }
    if (!asking(key).isAuthentic(signed.unsigned(), tsig)) {
      return refused(signed, Rcode.BADSIG);
    }
    return timely(signed, new TsigSession(key, clock, tsig.mac()), length, key);
  }

  private TsigRequest timely(SignedMessage signed, TsigSession session, int length, TsigKey key) {
    var tsig = signed.tsig();
    byte[] notAuth = notAuth(signed.unsigned());
    if (!session.isTimely(tsig)) {
      // The other side sees from our time how wrong its own is (RFC 8945 §5.2.3).
      byte[] ours = TsigRecord.time48(clock.instant().getEpochSecond());
      var record = session.record(tsig.originalId(), tsig.time(), Rcode.BADTIME, ours);
      return new TsigRequest.Refused(session.sign(notAuth, record), Rcode.NOTAUTH);
    }
    if (length < key.algorithm().length()) {
      return new TsigRequest.Refused(session.sign(notAuth, BADTRUNC, new byte[0]), Rcode.NOTAUTH);
    }
    return new TsigRequest.Signed(signed.unsigned(), session);
  }

  /** Without a MAC: whoever asks may not know the key (RFC 8945 §5.3.2). */
  private TsigRequest refused(SignedMessage signed, int error) {
    var theirs = signed.tsig();
    var record =
        new TsigRecord(
            theirs.key(),
            theirs.algorithm(),
            clock.instant().getEpochSecond(),
            TsigSession.FUDGE,
            new byte[0],
            theirs.originalId(),
            error,
            new byte[0]);
    byte[] answer = SignedMessage.append(notAuth(signed.unsigned()), record);
    return new TsigRequest.Refused(answer, Rcode.NOTAUTH);
  }

  /** With the question of the request, if there is one. */
  private static byte[] notAuth(byte[] request) {
    return error(request, SignedMessage.endOfQuestions(request), Rcode.NOTAUTH);
  }

  /** An answer without records. */
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
