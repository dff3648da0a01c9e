package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OfferTicketsTest {
  private final OfferTickets tickets = new OfferTickets();

  @Test
  void take_once() {
    tickets.add(7);
    assertThat(tickets.take(8)).isFalse();
    assertThat(tickets.take(7)).isTrue();
    assertThat(tickets.take(7)).isFalse();
  }

  @Test
  void take_nothing() {
    assertThat(tickets.take(0)).isFalse();
  }

  @Test
  void add_moreThanFit_forgetsTheOldest() {
    for (int ticket = 1; ticket <= OfferTickets.MOST + 2; ticket++) {
      tickets.add(ticket);
    }
    assertThat(tickets.take(1)).isFalse();
    assertThat(tickets.take(2)).isFalse();
    for (int ticket = 3; ticket <= OfferTickets.MOST + 2; ticket++) {
      assertThat(tickets.take(ticket)).as("%d", ticket).isTrue();
    }
  }
}
