package org.spillway.benchmarks.flashcrowd;

/**
 * What happens in one run.
 *
 * @param clients how many come
 * @param spread seconds within which they come, at even distances; 0 for all at once
 * @param stays whether clients upload until all have the file, or leave as soon as they have it
 * @param killAfter how many copies have left the server when it is killed; 0 for never
 * @param links how fast server and clients are connected
 */
record Scenario(
    int clients, Crowd crowd, Goal goal, int spread, boolean stays, double killAfter, Links links) {

  Scenario {
    if (clients < 1 || spread < 0 || killAfter < 0) {
      throw new IllegalArgumentException(
          "clients must be 1 or more, spread and kill 0 or more, were %d, %d and %s"
              .formatted(clients, spread, killAfter));
    }
  }

  /** Returns a run in which all come at once and stay, and the server lives. */
  static Scenario of(int clients, Crowd crowd, Goal goal) {
    return new Scenario(clients, crowd, goal, 0, true, 0, Links.of(clients));
  }

  Scenario spread(int seconds) {
    return new Scenario(clients, crowd, goal, seconds, stays, killAfter, links);
  }

  Scenario leaving() {
    return new Scenario(clients, crowd, goal, spread, false, killAfter, links);
  }

  Scenario killedAfter(double copies) {
    return new Scenario(clients, crowd, goal, spread, stays, copies, links);
  }

  boolean isKilled() {
    return killAfter > 0;
  }

  /** Returns whether it is the plain case, of which the curves are drawn. */
  boolean isPlain() {
    return spread == 0 && stays && !isKilled();
  }

  /** Returns the same run with all rates divided. */
  Scenario dividedBy(int divisor) {
    return new Scenario(clients, crowd, goal, spread, stays, killAfter, new Links(divisor));
  }

  /**
   * @param length of the file, in bytes
   */
  Bound bound(long length) {
    return new Bound(length * 8.0, clients, links().server(), links().client());
  }

  String arrival() {
    return spread == 0 ? "at once" : "over " + spread + " s";
  }

  String stay() {
    return (stays ? "stay" : "leave") + (isKilled() ? ", killed at " + killAfter : "");
  }
}
