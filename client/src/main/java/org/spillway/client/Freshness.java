package org.spillway.client;

import java.time.Duration;

/** The age that an answer of DNS may have, as far as the answer tells. */
public enum Freshness {
  /** The zone's own server answered (the AA flag, RFC 1035 §4.1.1). */
  CURRENT,
  /** A cache answered, which asks again when the time to live is over. */
  CACHED,
  /** A cache answered with expired records, as it does in an outage, and says so (RFC 8767). */
  EXPIRED;

  /**
   * Returns a clause about the record, for a line of output.
   *
   * @param ttl the remaining time to live
   */
  public String describe(Duration ttl) {
    return switch (this) {
      case CURRENT -> "comes from its zone's own server, which knows no newer one";
      case CACHED ->
          ("comes from a cache, which keeps it for another %d s: it may be as old as its whole"
                  + " time to live, or older where that cache hands out expired records")
              .formatted(ttl.toSeconds());
      case EXPIRED -> "has expired, as its server says, and may be days old";
    };
  }

  /** Returns the older one of both. */
  Freshness and(Freshness other) {
    return compareTo(other) < 0 ? other : this;
  }
}
