package org.spillway.dns.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.spillway.net.SipHash;

/**
 * Makes and checks server cookies in a way that all servers of a zone share (RFC 7873, RFC 9018
 * §4). A cookie holds a version, a time, and a hash over them, the client's cookie and the client's
 * address. Secrets of our own are changed each day, and the previous one stays good for a cookie's
 * life. Safe for use by many threads.
 */
public final class Cookies {
  /** The length of the option in a query that asks for a cookie, in bytes. */
  public static final int CLIENT_LENGTH = 8;

  /** The length of the client's and the server's cookie together, in bytes. */
  public static final int LENGTH = 24;

  private static final int TIME_AT = 12;
  private static final int HASH_AT = 16;
  private static final int ADDRESS_AT = 16;

  /** The age at which a cookie is no longer accepted, in seconds (RFC 9018 §4.3). */
  private static final int MOST_AGE = 3600;

  private static final int RENEWED_AT = 1800;
  private static final int MOST_AHEAD = 300;

  private static final int VERSION = 1;
  private static final Duration SECRET_LIFE = Duration.ofDays(1);

  // A buffer for each number would be garbage for each query.
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final boolean given;
  private volatile Secrets secrets;

  private record Secrets(SipHash current, SipHash previous, int since) {}

  /**
   * Makes cookies with the secrets of the settings.
   *
   * @param settings the settings; without secrets some are generated
   * @param clock the clock
   */
  public Cookies(GuardSettings settings, InstantSource clock) {
    var secrets = settings.secrets();
    this.clock = clock;
    this.given = !secrets.isEmpty();
    var first = given ? new SipHash(secrets.get(0)) : SipHash.random(random);
    var second = secrets.size() > 1 ? new SipHash(secrets.get(1)) : first;
    this.secrets = new Secrets(first, second, now());
  }

  /** Returns the seconds since 1970 modulo 2^32 (RFC 9018 §4.3). */
  private int now() {
    return (int) clock.instant().getEpochSecond();
  }

  /**
   * Returns what a cookie shows about the client that sent it.
   *
   * @param cookie the bytes that hold the option as it was received, the client's part first
   * @param address the address of the client, 4 or 16 bytes
   */
  public Standing check(byte[] cookie, int offset, int length, byte[] address) {
    if (length != LENGTH || cookie[offset + CLIENT_LENGTH] != VERSION) {
      return Standing.UNKNOWN;
    }
    int age = now() - intAt(cookie, offset + TIME_AT);
    if (age > MOST_AGE || age < -MOST_AHEAD) {
      return Standing.UNKNOWN;
    }
    long hash = Long.reverseBytes(longAt(cookie, offset + HASH_AT));
    var now = secrets;
    if (hash(now.current, cookie, offset, address) == hash) {
      return age < RENEWED_AT ? Standing.FRESH : Standing.KNOWN;
    }
    boolean known = hash(now.previous, cookie, offset, address) == hash;
    return known ? Standing.KNOWN : Standing.UNKNOWN;
  }

  /** The knowledge about a client. */
  public enum Standing {
    /** The address may be forged. */
    UNKNOWN,

    /** The client got its cookie from us, at this address, within the hour. */
    KNOWN,

    /** The client is known, and needs no newer cookie yet. */
    FRESH
  }

  /**
   * Writes both cookies: the client's, which stands at the offset of the query, and ours.
   *
   * @param standing the result of {@link #check}
   */
  public void write(
      byte[] query, int offset, Standing standing, byte[] address, byte[] answer, int at) {
    if (standing == Standing.FRESH) {
      System.arraycopy(query, offset, answer, at, LENGTH);
      return;
    }
    System.arraycopy(query, offset, answer, at, CLIENT_LENGTH);
    int now = now();
    INT.set(answer, at + CLIENT_LENGTH, VERSION << 24);
    INT.set(answer, at + TIME_AT, now);
    LONG.set(answer, at + HASH_AT, Long.reverseBytes(hash(current(now), answer, at, address)));
  }

  private SipHash current(int now) {
    if (!given && isOver(secrets, now)) {
      rotate(now);
    }
    return secrets.current;
  }

  /**
   * Returns true also if the clock was set back, because a secret must not live until that time
   * comes again.
   */
  private static boolean isOver(Secrets secrets, int now) {
    int age = now - secrets.since;
    return age > SECRET_LIFE.toSeconds() || age < -MOST_AHEAD;
  }

  private synchronized void rotate(int now) {
    if (isOver(secrets, now)) {
      secrets = new Secrets(SipHash.random(random), secrets.current, now);
    }
  }

  /** Returns the hash of everything before it, and of the address. */
  private static long hash(SipHash secret, byte[] cookie, int offset, byte[] address) {
    byte[] message = Arrays.copyOfRange(cookie, offset, offset + ADDRESS_AT + address.length);
    System.arraycopy(address, 0, message, ADDRESS_AT, address.length);
    return secret.hash(message);
  }

  private static int intAt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  private static long longAt(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }
}
