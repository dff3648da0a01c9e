package org.spillway.swarm;

/**
 * What peers say that they have moved; nobody checks it.
 *
 * @param uploaded bytes, at most {@link Long#MAX_VALUE}
 * @param downloaded bytes, at most {@link Long#MAX_VALUE}
 */
public record ReportedBytes(long uploaded, long downloaded) {
  public static final ReportedBytes NONE = new ReportedBytes(0, 0);

  ReportedBytes plus(ReportedBytes other) {
    return new ReportedBytes(sum(uploaded, other.uploaded), sum(downloaded, other.downloaded));
  }

  /** Many lies are not to make a negative number. */
  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }
}
