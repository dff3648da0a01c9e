package org.spillway.benchmarks;

import java.io.IOException;
import java.util.regex.Pattern;

/** The latencies of many answers. */
final class Latencies {
  /** A line of {@code dnsperf -v}: {@code > NOERROR www.example.org TXT 0.000123}. */
  private static final Pattern ANSWER =
      Pattern.compile("^> \\S+ \\S+ \\S+ ([0-9.]+)$", Pattern.MULTILINE);

  private static final double MILLIS = 1000;

  private final double[] seconds;

  private Latencies(double[] sorted) {
    this.seconds = sorted;
  }

  /**
   * Parses the latencies.
   *
   * @param output the output of dnsperf
   */
  static Latencies parse(String output) throws IOException {
    var seconds =
        ANSWER
            .matcher(output)
            .results()
            .mapToDouble(answer -> Double.parseDouble(answer.group(1)))
            .sorted()
            .toArray();
    if (seconds.length == 0) {
      throw new IOException("dnsperf printed no answers");
    }
    return new Latencies(seconds);
  }

  /**
   * Returns the time within which a share of the answers came, in milliseconds.
   *
   * @param share the share, 1 for all
   */
  double millis(double share) {
    int at = (int) Math.ceil(share * seconds.length) - 1;
    return seconds[Math.max(0, at)] * MILLIS;
  }
}
