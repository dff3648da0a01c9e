package org.spillway.webapp.host;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Knows the addresses of this machine as they were at most {@link #PERIOD} ago, because DHCP and
 * IPv6 change them while the server runs. It returns the same object as long as they do not change.
 * Safe for use by many threads: the first that asks after that time looks again, for about a
 * millisecond, and the others do not wait for it.
 */
public final class AddressWatch implements Supplier<LocalAddresses> {
  static final Duration PERIOD = Duration.ofSeconds(30);

  private final Supplier<LocalAddresses> look;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLook;
  private volatile LocalAddresses known;

  /**
   * Looks once immediately.
   *
   * @param nanoTime the clock, such as {@link System#nanoTime}
   */
  AddressWatch(Supplier<LocalAddresses> look, LongSupplier nanoTime) {
    this.look = look;
    this.nanoTime = nanoTime;
    this.nextLook = new AtomicLong(nanoTime.getAsLong() + PERIOD.toNanos());
    this.known = look.get();
  }

  public static AddressWatch ofThisMachine() {
    return new AddressWatch(LocalAddresses::ofThisMachine, System::nanoTime);
  }

  @Override
  public LocalAddresses get() {
    long now = nanoTime.getAsLong();
    long due = nextLook.get();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + PERIOD.toNanos())) {
      var seen = look.get();
      if (!seen.equals(known)) {
        known = seen;
      }
    }
    return known;
  }
}
