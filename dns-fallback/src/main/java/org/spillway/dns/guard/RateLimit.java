package org.spillway.dns.guard;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.spillway.net.AddressBlock;
import org.spillway.net.SipHash;

/**
 * Limits what a network gets whose clients have not shown that their addresses are real (response
 * rate limiting). Over the limit most queries get no answer, which gives a forger nothing, and some
 * get a truncated answer, which sends a real client to TCP. Answers that are much longer than their
 * queries have a limit of their own. Safe for use by many threads.
 *
 * <p>A secret hash spreads the networks over a fixed number of accounts; two networks in one
 * account share its rate.
 */
public final class RateLimit {
  /** The decision about an answer. */
  public enum Verdict {
    SENT,
    TRUNCATED,
    DROPPED
  }

  /** An answer may be this many times as long as its query without being charged for its length. */
  private static final int FREE_FACTOR = 3;

  /** All networks together get this many times what one network gets beyond that. */
  private static final int NETWORKS_AT_ONCE = 512;

  private static final int ACCOUNTS = 1 << 17;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int V4_LENGTH = 4;

  private final RateLimitSettings settings;
  private final long interval;
  private final SipHash hash;
  private final List<AddressBlock> exempt;
  private final Accounts answers;
  private final Accounts bytes;
  private final Accounts bytesOfAll;
  private final AtomicInteger over = new AtomicInteger();

  /**
   * @param now the time in nanoseconds of {@link System#nanoTime}
   */
  public RateLimit(RateLimitSettings settings, long now) {
    this.settings = settings;
    this.exempt = settings.exempt();
    boolean on = settings.rate() > 0;
    this.interval = on ? SECOND / settings.rate() : 0;
    this.answers = new Accounts(on ? ACCOUNTS : 1, now);
    this.bytes = new Accounts(on ? ACCOUNTS : 1, now);
    this.bytesOfAll = new Accounts(1, now);
    this.hash = SipHash.random(new SecureRandom());
  }

  /**
   * Charges an answer to its network.
   *
   * @param address the address of the client, 4 or 16 bytes
   * @param now the time in nanoseconds of {@link System#nanoTime}
   */
  public Verdict take(byte[] address, long now) {
    if (settings.rate() == 0
        || answers.take(network(address), interval, now)
        || isExempt(address)) {
      return Verdict.SENT;
    }
    int slip = settings.slip();
    boolean slips = slip > 0 && Math.floorMod(over.incrementAndGet(), slip) == 0;
    return slips ? Verdict.TRUNCATED : Verdict.DROPPED;
  }

  /**
   * Charges the length of an answer to its network, as far as it is more than three times that of
   * the query.
   *
   * @param address the address of the client, 4 or 16 bytes
   * @param query the length of the query, in bytes
   * @param answer the length of the answer, in bytes
   * @param now the time in nanoseconds of {@link System#nanoTime}
   * @return false if the answer must be truncated
   */
  public boolean takeBytes(byte[] address, int query, int answer, long now) {
    long more = answer - (long) FREE_FACTOR * query;
    return more <= 0 || settings.rate() == 0 || isWithin(address, more, now) || isExempt(address);
  }

  private boolean isWithin(byte[] address, long more, long now) {
    long rate = settings.bytes();
    return rate > 0
        && bytes.take(network(address), more * SECOND / rate, now)
        && bytesOfAll.take(0, more * SECOND / (rate * NETWORKS_AT_ONCE), now);
  }

  /** Returns the hash of the client's network. */
  private long network(byte[] address) {
    int bits = address.length == V4_LENGTH ? settings.prefixV4() : settings.prefixV6();
    return hash.hash(network(address, bits));
  }

  /** Returns the bytes of which at least one bit counts. */
  private static byte[] network(byte[] address, int bits) {
    byte[] network = Arrays.copyOf(address, (bits + Byte.SIZE - 1) / Byte.SIZE);
    network[network.length - 1] &= (byte) (0xFF << (network.length * Byte.SIZE - bits));
    return network;
  }

  private boolean isExempt(byte[] address) {
    return exempt.stream().anyMatch(block -> block.contains(address));
  }
}
