package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.spillway.net.SipHash;
import org.spillway.torrent.bencode.BencodeString;

/**
 * Makes and checks the tokens that prove that who announces an address receives what is sent there
 * (BEP 5). A token is a keyed hash of the address; the key changes every five minutes, and the one
 * before counts as well, so that nothing must be remembered.
 */
final class AnnounceTokens {
  /** The shortest time for which a token is valid; it is valid for twice as long at most. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int KEY_LENGTH = 16;

  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private SipHash current;
  private SipHash last;
  private long begin;

  AnnounceTokens(RandomGenerator random, LongSupplier nanoTime) {
    this.random = random;
    this.nanoTime = nanoTime;
    this.current = newKey();
    this.last = newKey();
    this.begin = nanoTime.getAsLong();
  }

  private SipHash newKey() {
    byte[] key = new byte[KEY_LENGTH];
    random.nextBytes(key);
    return new SipHash(key);
  }

  BencodeString issue(InetAddress address) {
    rotate();
    var bytes = ByteBuffer.allocate(Long.BYTES).putLong(current.hash(address.getAddress()));
    return BencodeString.of(bytes.array());
  }

  /**
   * Returns whether a token is valid. The time does not depend on how many of its bytes are right,
   * because longs compare at once.
   */
  boolean isValid(BencodeString token, InetAddress address) {
    if (token.length() != Long.BYTES) {
      return false;
    }
    rotate();
    long hash = ByteBuffer.wrap(token.toBytes()).getLong();
    byte[] bytes = address.getAddress();
    return hash == current.hash(bytes) || hash == last.hash(bytes);
  }

  private void rotate() {
    long windows = (nanoTime.getAsLong() - begin) / WINDOW.toNanos();
    if (windows > 0) {
      last = windows == 1 ? current : newKey();
      current = newKey();
      begin += windows * WINDOW.toNanos();
    }
  }
}
