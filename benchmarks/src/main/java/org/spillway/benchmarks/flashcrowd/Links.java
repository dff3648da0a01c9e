package org.spillway.benchmarks.flashcrowd;

import org.spillway.testing.LinkRates;

/**
 * How fast server and clients are connected.
 *
 * @param divisor the rates are the usual ones divided by it
 */
record Links(int divisor) {
  private static final long MEGABIT = 1_000_000;
  private static final LinkRates SERVER = LinkRates.megabits(50, 1000);
  private static final LinkRates CLIENT = LinkRates.megabits(10, 20);

  /** The number of clients from which two cores are too few for the full rates. */
  private static final int MANY = 40;

  /** Says how fast the usual links are. */
  static String describe() {
    return "server %d Mbit/s up, clients %d down, %d up"
        .formatted(SERVER.up() / MEGABIT, CLIENT.down() / MEGABIT, CLIENT.up() / MEGABIT);
  }

  /** Returns the links of a run with so many clients. */
  static Links of(int clients) {
    return new Links(clients < MANY ? 1 : 4);
  }

  LinkRates server() {
    return SERVER.dividedBy(divisor);
  }

  LinkRates client() {
    return CLIENT.dividedBy(divisor);
  }
}
