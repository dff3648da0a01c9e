package org.spillway.benchmarks.flashcrowd;

import org.spillway.testing.LinkRates;

/**
 * The least time in which one server and its clients can distribute a file (Kumar and Ross,
 * "Peer-Assisted File Distribution: The Minimum Distribution Time", 2006).
 *
 * @param bits the length of the file
 * @param clients how many there are
 */
record Bound(double bits, int clients, LinkRates server, LinkRates client) {

  /** Returns the seconds that no protocol can beat, if all come at once. */
  double seconds() {
    double all = clients * bits / (server.up() + clients * (double) client.up());
    return Math.max(alone(), all);
  }

  /**
   * Returns a bound on what the slowest client waits if they come one after the other: it is that
   * of a client alone, or what the last one still needs of the time of all.
   *
   * @param spread seconds from the first to the last client
   */
  double seconds(double spread) {
    return Math.max(alone(), seconds() - spread);
  }

  /** Returns the seconds of plain HTTP, where the server sends everything. */
  double httpSeconds() {
    return Math.max(bits / client.down(), clients * bits / server.up());
  }

  /** Returns how many copies the server can send in the time of the bound. */
  double copies() {
    return server.up() * seconds() / bits;
  }

  private double alone() {
    return Math.max(bits / server.up(), bits / client.down());
  }
}
