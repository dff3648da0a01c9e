package org.spillway.webapp.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.spillway.catalog.usage.Delivery;
import org.spillway.catalog.usage.Usage;

/**
 * What others have sent in place of a server.
 *
 * @param sent the bytes that the server sent, over HTTP and to peers
 * @param others the bytes that peers say they sent to others
 */
public record Savings(long sent, long others) {
  private static final BigDecimal GB = BigDecimal.valueOf(1_000_000_000);
  private static final int CENTS = 2;

  /** Returns the amounts of one delivery. */
  public static Savings of(Delivery delivery, Usage usage) {
    return delivery == Delivery.OTHERS
        ? new Savings(0, usage.bytes())
        : new Savings(usage.bytes(), 0);
  }

  /** Returns the sum of both. */
  public Savings plus(Savings other) {
    return new Savings(sent + other.sent, others + other.others);
  }

  /** Returns the part of all bytes that others sent, from 0 to 1, or 0 if there were none. */
  public double offload() {
    return sent + others == 0 ? 0 : (double) others / ((double) sent + others);
  }

  /** Returns what the bytes of others would have cost, with two decimals. */
  public Optional<BigDecimal> money(Optional<BigDecimal> pricePerGb) {
    return pricePerGb.map(
        price ->
            price.multiply(BigDecimal.valueOf(others)).divide(GB, CENTS, RoundingMode.HALF_UP));
  }
}
