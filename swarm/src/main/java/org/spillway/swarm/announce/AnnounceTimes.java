package org.spillway.swarm.announce;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.spillway.torrent.announce.AnnounceAnswer;

/** Decides when to announce again: within bounds, whatever the tracker says. */
final class AnnounceTimes {
  /** The shortest time between two announces, but for an event. */
  static final Duration SHORTEST = Duration.ofSeconds(30);

  /** The longest time between two announces: most trackers forget a peer soon after that. */
  static final Duration LONGEST = Duration.ofHours(1);

  /** The wait after the first failure. Each further failure doubles it. */
  static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);

  static final Duration LAST_BACKOFF = Duration.ofMinutes(30);

  /** The failures after which the wait is the longest: 5 s doubled nine times is above 30 min. */
  private static final int MOST_DOUBLINGS = 9;

  private AnnounceTimes() {}

  /** Returns how long to wait until the next announce. */
  static Duration interval(AnnounceAnswer.Announced answer) {
    var interval = bounded(answer.interval());
    var least = minInterval(answer);
    return interval.compareTo(least) < 0 ? least : interval;
  }

  /** Returns how long to wait at least, even if peers are needed. */
  static Duration minInterval(AnnounceAnswer.Announced answer) {
    return bounded(answer.minInterval());
  }

  private static Duration bounded(Duration time) {
    if (time.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  /**
   * Returns how long to wait after a failure: as long as the tracker asks, if it asks for more than
   * we would wait and not for more than we would ever wait.
   *
   * @param failures how many there were in a row, 1 or more
   */
  static Duration backoff(int failures, IOException problem, RandomGenerator random) {
    var wait = backoff(failures, random);
    if (problem instanceof AnnounceRefusedException refused) {
      var asked = refused.retryIn();
      var longer = asked.compareTo(wait) > 0 ? asked : wait;
      return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }
    return wait;
  }

  /** Those who failed at the same time do not try again at the same time. */
  private static Duration backoff(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    var wait = FIRST_BACKOFF.multipliedBy(1L << doublings);
    var most = wait.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : wait;
    return most.minusNanos(random.nextLong(most.toNanos() / 4));
  }
}
