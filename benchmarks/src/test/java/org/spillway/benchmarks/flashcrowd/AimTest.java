package org.spillway.benchmarks.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AimTest {
  private static final long LENGTH = 64L * 1024 * 1024;

  private static Aim aim(int clients, Crowd crowd, Goal goal) {
    return Aim.of(Scenario.of(clients, crowd, goal), LENGTH);
  }

  @Test
  void libtorrent_fast() {
    assertThat(aim(10, Crowd.LIBTORRENT, Goal.FAST)).hasToString("<= 1.25 x bound, 3.83 copies");
    assertThat(aim(40, Crowd.LIBTORRENT, Goal.FAST)).hasToString("<= 1.40 x bound, 5.11 copies");
  }

  @Test
  void libtorrent_thrifty() {
    assertThat(aim(20, Crowd.LIBTORRENT, Goal.THRIFTY)).hasToString("<= 2.20 x bound, 1.50 copies");
  }

  @Test
  void libtorrent_alone_isAsFastAsHttp() {
    assertThat(aim(1, Crowd.LIBTORRENT, Goal.FAST)).hasToString("<= 1.15 x bound");
  }

  @Test
  void aria2_tenClients() {
    assertThat(aim(10, Crowd.ARIA2, Goal.FAST)).hasToString("<= 2.00 x bound, 4.00 copies");
    assertThat(aim(10, Crowd.ARIA2, Goal.THRIFTY)).hasToString("<= 2.00 copies");
  }

  @Test
  void otherRuns_haveNone() {
    var ten = Scenario.of(10, Crowd.LIBTORRENT, Goal.FAST);
    assertThat(Aim.of(ten.killedAfter(1.3), LENGTH).isNone()).isTrue();
    assertThat(Aim.of(ten, LENGTH / 2)).hasToString("-");
    assertThat(aim(10, Crowd.GET, Goal.FAST)).hasToString("-");
  }

  @Test
  void isMetBy_timeCopiesAndEveryClient() {
    var scenario = Scenario.of(10, Crowd.LIBTORRENT, Goal.FAST);
    var aim = Aim.of(scenario, LENGTH);
    assertThat(aim.isMetBy(outcome(scenario, 12, 0, 3.8), 10)).isTrue();
    assertThat(aim.isMetBy(outcome(scenario, 13, 0, 3.8), 10)).isFalse();
    assertThat(aim.isMetBy(outcome(scenario, 12, 0, 3.9), 10)).isFalse();
    assertThat(aim.isMetBy(outcome(scenario, 12, 1, 3.8), 10)).isFalse();
  }

  private static Outcome outcome(Scenario scenario, double last, int wrong, double copies) {
    return new Outcome(scenario, List.of(1.0, last), 0, wrong, copies);
  }
}
