package org.spillway.tracker;

import java.util.Arrays;

/**
 * The offers that were passed on to one peer and are not answered yet, each as a keyed hash. Of
 * more than {@value #MOST}, the oldest is forgotten. For one thread at a time.
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

  /** Returns whether there was such an offer, which is answered now. */
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
