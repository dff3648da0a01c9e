package org.spillway.dns.guard;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.spillway.net.AddressBlock;
import org.spillway.net.SipHash;

/**
 * Limits how many answers a network gets whose clients have not shown that their addresses are real
 * (response rate limiting). Over the limit most queries get no answer, which gives a forger
 * nothing, and some get a truncated answer, which sends a real client to TCP. Safe for use by many
 * threads.
 *
 * <p>The account of a network is one number: the time at which all that it got would have been
 * within the rate. A secret hash spreads the networks over a fixed number of accounts; two networks
 * in one account share its rate.
 */
public final class RateLimit {
  /** The decision about an answer. */
  public enum Verdict {
    SENT,
    TRUNCATED,
    DROPPED
  }

  private static final int ACCOUNTS = 1 << 17;

  /** The most that is sent at once after a pause, in nanoseconds of the rate. */
  private static final long BURST = TimeUnit.SECONDS.toNanos(1);

  private static final int V4_LENGTH = 4;

  private final RateLimitSettings settings;
  private final long interval;
  private final SipHash hash;
  private final List<AddressBlock> exempt;
  private final AtomicLongArray due;
  private final AtomicInteger over = new AtomicInteger();

  /**
   * @param now the time in nanoseconds of {@link System#nanoTime}
   */
  public RateLimit(RateLimitSettings settings, long now) {
    this.settings = settings;
    this.exempt = settings.exempt();
    boolean on = settings.rate() > 0;
    this.interval = on ? TimeUnit.SECONDS.toNanos(1) / settings.rate() : 0;
    this.due = new AtomicLongArray(on ? ACCOUNTS : 0);
    for (int i = 0; i < due.length(); i++) {
      due.set(i, now);
    }
    this.hash = SipHash.random(new SecureRandom());
  }

  /**
   * Charges an answer to its network.
   *
   * @param address the address of the client, 4 or 16 bytes
   * @param now the time in nanoseconds of {@link System#nanoTime}
   */
  public Verdict take(byte[] address, long now) {
    if (settings.rate() == 0 || isWithin(account(address), now) || isExempt(address)) {
      return Verdict.SENT;
    }
    int slip = settings.slip();
    boolean slips = slip > 0 && Math.floorMod(over.incrementAndGet(), slip) == 0;
    return slips ? Verdict.TRUNCATED : Verdict.DROPPED;
  }

  private int account(byte[] address) {
    int bits = address.length == V4_LENGTH ? settings.prefixV4() : settings.prefixV6();
    return (int) hash.hash(network(address, bits)) & (ACCOUNTS - 1);
  }

  /** Returns the bytes of which at least one bit counts. */
  private static byte[] network(byte[] address, int bits) {
    byte[] network = Arrays.copyOf(address, (bits + Byte.SIZE - 1) / Byte.SIZE);
    network[network.length - 1] &= (byte) (0xFF << (network.length * Byte.SIZE - bits));
    return network;
  }

  /** Returns whether the account is within its rate, and charges one answer if it is. */
  private boolean isWithin(int account, long now) {
    while (true) {
      long before = due.get(account);
      long from = before - now > 0 ? before : now;
      if (from - now > BURST) {
        return false;
      }
      if (due.compareAndSet(account, before, from + interval)) {
        return true;
      }
    }
  }

  private boolean isExempt(byte[] address) {
    return exempt.stream().anyMatch(block -> block.contains(address));
  }
}
