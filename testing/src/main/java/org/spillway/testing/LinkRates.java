package org.spillway.testing;

/**
 * The speed of a host's link to the others.
 *
 * @param up bits a second that the host can send
 * @param down bits a second that the host can receive
 */
public record LinkRates(long up, long down) {
  private static final long MEGABIT = 1_000_000;

  public LinkRates {
    if (up <= 0 || down <= 0) {
      throw new IllegalArgumentException(
          "rates must be greater than 0, were %d up and %d down".formatted(up, down));
    }
  }

  /** Takes both rates in units of 1,000,000 bits a second. */
  public static LinkRates megabits(long up, long down) {
    return new LinkRates(up * MEGABIT, down * MEGABIT);
  }

  /** Makes both directions slower. */
  public LinkRates dividedBy(int divisor) {
    return new LinkRates(up / divisor, down / divisor);
  }
}
