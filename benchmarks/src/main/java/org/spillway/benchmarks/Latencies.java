package org.spillway.benchmarks;

import java.io.IOException;
import java.util.regex.Pattern;

/** How long each of many answers took. */
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
   * @param output what dnsperf printed
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
   * Within which time that share of the answers came.
   *
   * @param share 1 for all
   */
  double millis(double share) {
    int at = (int) Math.ceil(share * seconds.length) - 1;
    return seconds[Math.max(0, at)] * MILLIS;
  }
}
