package org.spillway.benchmarks.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** 24 MiB over links of 50 Mbit/s up, 20 down and 10 up, by hand. */
class BoundTest {
  private static final long LENGTH = 24L * 1024 * 1024;

  private static Bound bound(int clients) {
    return Scenario.of(clients, Crowd.LIBTORRENT, Goal.DEFAULT).bound(LENGTH);
  }

  @Test
  void seconds_ofOneClient_isItsDownlink() {
    assertThat(bound(1).seconds()).isCloseTo(10.07, within(0.01));
    assertThat(bound(1).httpSeconds()).isCloseTo(10.07, within(0.01));
  }

  @Test
  void seconds_ofMany_isAllUplinksTogether() {
    assertThat(bound(10).seconds()).isCloseTo(13.42, within(0.01));
    assertThat(bound(20).seconds()).isCloseTo(16.11, within(0.01));
  }

  @Test
  void seconds_of40_atAQuarterOfTheRates() {
    assertThat(bound(40).seconds()).isCloseTo(4 * 17.90, within(0.02));
  }

  @Test
  void seconds_spread_leavesLessToTheLastClient() {
    assertThat(bound(10).seconds(2)).isCloseTo(11.42, within(0.01));
    assertThat(bound(10).seconds(60)).isCloseTo(10.07, within(0.01));
  }

  @Test
  void httpSeconds_ofMany_isTheServersUplink() {
    assertThat(bound(10).httpSeconds()).isCloseTo(40.27, within(0.01));
  }

  @Test
  void copies_areWhatTheServerCarriesMeanwhile() {
    assertThat(bound(10).copies()).isCloseTo(3.33, within(0.01));
    assertThat(bound(20).copies()).isCloseTo(4.0, within(0.01));
    assertThat(bound(40).copies()).isCloseTo(4.44, within(0.01));
  }
}
