package org.spillway.benchmarks.flashcrowd;

import java.util.List;

/**
 * How a run ended.
 *
 * @param seconds that each client waited for the file since it came, sorted; without those who
 *     never got it
 * @param unfinished how many clients did not get the file within the time
 * @param wrong how many clients said that they had it, and had other bytes
 * @param copies how often the server sent the file, with all headers and what it sent in vain
 */
record Outcome(Scenario scenario, List<Double> seconds, int unfinished, int wrong, double copies) {

  Outcome {
    seconds = seconds.stream().sorted().toList();
  }

  boolean isComplete() {
    return unfinished == 0 && wrong == 0;
  }

  /** Returns what the fastest client waited, or NaN if nobody got the file. */
  double first() {
    return seconds.isEmpty() ? Double.NaN : seconds.get(0);
  }

  double median() {
    return seconds.isEmpty() ? Double.NaN : seconds.get(seconds.size() / 2);
  }

  double last() {
    return seconds.isEmpty() ? Double.NaN : seconds.get(seconds.size() - 1);
  }
}
