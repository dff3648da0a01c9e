package org.spillway.swarm;

/**
 * The bytes that peers say they have moved; nobody checks them.
 *
 * @param uploaded the bytes sent, at most {@link Long#MAX_VALUE}
 * @param downloaded the bytes received, at most {@link Long#MAX_VALUE}
 */
public record ReportedBytes(long uploaded, long downloaded) {
  public static final ReportedBytes NONE = new ReportedBytes(0, 0);

  ReportedBytes plus(ReportedBytes other) {
    return new ReportedBytes(sum(uploaded, other.uploaded), sum(downloaded, other.downloaded));
  }

  /** Adds without an overflow, so that many lies do not make a negative number. */
  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }
}
