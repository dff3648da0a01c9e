package org.spillway.dns.tsig;

import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.WireParseException;

/**
 * One request and the messages that answer it, each signed over the one before (RFC 8945 §5.3). Not
 * safe for use by many threads.
 */
public final class TsigSession {
  /** By how many seconds the clocks may differ (RFC 8945 §10). */
  static final int FUDGE = (int) TSIG.FUDGE.toSeconds();

  private static final byte[] NONE = {};

  private final TsigKey key;
  private final InstantSource clock;
  private byte[] before;
  private boolean first = true;

  /**
   * @param before the MAC of the request
   */
  TsigSession(TsigKey key, InstantSource clock, byte[] before) {
    this.key = key;
    this.clock = clock;
    this.before = before.clone();
  }

  /** For a request of ours. */
  public static TsigSession asking(TsigKey key, InstantSource clock) {
    return new TsigSession(key, clock, NONE);
  }

  /** The request, signed. What follows is its answer, whose first message covers all. */
  public byte[] request(byte[] request) {
    byte[] signed = sign(request);
    first = true;
    return signed;
  }

  /** Of the key that the request was signed with. */
  public Name key() {
    return key.name();
  }

  /** The next answer, signed. */
  public byte[] sign(byte[] answer) {
    return sign(answer, 0, NONE);
  }

  /** By how many bytes {@link #sign} makes an answer longer. */
  public int overhead() {
    return record(0, 0, 0, NONE).withMac(new byte[key.algorithm().length()]).toWire().length;
  }

  byte[] sign(byte[] answer, int error, byte[] other) {
    return sign(answer, record(id(answer), clock.instant().getEpochSecond(), error, other));
  }

  byte[] sign(byte[] answer, TsigRecord record) {
    before = sum(answer, record);
    first = false;
    return SignedMessage.append(answer, record.withMac(before));
  }

  TsigRecord record(int id, long time, int error, byte[] other) {
    return new TsigRecord(
        key.name(), key.algorithm().wireName(), time, FUDGE, NONE, id, error, other);
  }

  private static int id(byte[] message) {
    return (message[0] & 0xFF) << 8 | (message[1] & 0xFF);
  }

  /** Of a message, with what came before it (RFC 8945 §4.3). */
  private byte[] sum(byte[] message, TsigRecord record) {
    var mac = key.mac();
    if (before.length > 0) {
      mac.update(TsigRecord.lengthAnd(before));
    }
    mac.update(message);
    mac.update(first ? record.variables() : record.timers());
    return key.sum(mac);
  }

  /**
   * The next message of the other side without its TSIG record; absent if it has none, or one that
   * says an error or is not of this key, this request and this hour.
   */
  public Optional<byte[]> verify(byte[] message) {
    try {
      return SignedMessage.parse(message)
          .filter(signed -> signed.tsig().error() == 0 && isOurs(signed.tsig()))
          .filter(signed -> isTimely(signed.tsig()))
          .filter(signed -> isAuthentic(signed.unsigned(), signed.tsig()))
          .map(SignedMessage::unsigned);
    } catch (WireParseException e) {
      return Optional.empty();
    }
  }

  boolean isTimely(TsigRecord tsig) {
    return Math.abs(clock.instant().getEpochSecond() - tsig.time()) <= tsig.fudge();
  }

  /** Whether the MAC is right, as far as it goes (RFC 8945 §5.2.2.1). */
  boolean isAuthentic(byte[] message, TsigRecord tsig) {
    byte[] theirs = tsig.mac();
    byte[] ours = sum(message, tsig);
    boolean same =
        theirs.length >= key.algorithm().shortest()
            && theirs.length <= ours.length
            && MessageDigest.isEqual(theirs, Arrays.copyOf(ours, theirs.length));
    if (same) {
      before = theirs;
      first = false;
    }
    return same;
  }

  /** Whether it names this key, and is as long as its algorithm has it. */
  private boolean isOurs(TsigRecord tsig) {
    return key.isNamedBy(tsig) && tsig.mac().length == key.algorithm().length();
  }
}
