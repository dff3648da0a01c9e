package org.spillway.tracker;

import java.util.Arrays;

/**
 * Remembers the offers that were passed on to one peer and are not answered yet, each as a keyed
 * hash. Beyond {@value #MOST} offers, the oldest is forgotten. For one thread at a time.
 */
final class OfferTickets {
  static final int MOST = 128;

  private static final int FIRST = 8;
  private static final long NONE = 0;

  private long[] tickets = new long[FIRST];
  private int next;

  void add(long ticket) {
    if (tickets[next] != NONE && tickets.length < MOST) {
      next = tickets.length;
      tickets = Arrays.copyOf(tickets, 2 * tickets.length);
    }
    tickets[next] = ticket;
    next = (next + 1) % tickets.length;
  }

  /** Removes an offer, because it is answered now; returns whether it was there. */
  boolean take(long ticket) {
    for (int i = 0; i < tickets.length; i++) {
      if (tickets[i] == ticket && ticket != NONE) {
        tickets[i] = NONE;
        return true;
      }
    }
    return false;
  }
}
