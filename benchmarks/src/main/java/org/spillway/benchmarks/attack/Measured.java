package org.spillway.benchmarks.attack;

import java.util.List;

/**
 * What a good client got in some time.
 *
 * @param bytesPerSecond the bytes of content
 * @param answersPerSecond how often something came for which it waited
 * @param longestWait in seconds, between asking and the first bytes of an answer
 */
public record Measured(double bytesPerSecond, double answersPerSecond, double longestWait) {
  /** Returns a line that {@link #parse} reads. */
  public String toLine() {
    return bytesPerSecond + " " + answersPerSecond + " " + longestWait;
  }

  public static Measured parse(String line) {
    var numbers = List.of(line.split(" ", -1)).stream().mapToDouble(Double::parseDouble).toArray();
    return new Measured(numbers[0], numbers[1], numbers[2]);
  }
}
