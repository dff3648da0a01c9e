package org.spillway.swarm.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestDepthTest {

  private long now = Long.MAX_VALUE - 1000;
  private final RequestDepth depth = new RequestDepth(() -> now);

  /** Asks for as much as may be asked for, and lets all of it arrive after a time. */
  private void roundTrip(Duration time) {
    int count = depth.most();
    for (int i = 0; i < count; i++) {
      depth.asked();
    }
    now += time.toNanos();
    for (int i = 0; i < count; i++) {
      depth.arrived();
    }
  }

  @Test
  void quickAnswers_doubleItEachRoundTrip() {
    assertThat(depth.most()).isEqualTo(4);
    for (int expected = 8; expected <= 128; expected *= 2) {
      roundTrip(Duration.ofMillis(1400));
      assertThat(depth.most()).isEqualTo(expected);
    }
    roundTrip(Duration.ofMillis(10));
    assertThat(depth.most()).as("the usual limit of peers").isEqualTo(250);
  }

  @Test
  void answersThatTakeAWhile_keepIt() {
    roundTrip(Duration.ofSeconds(1));
    roundTrip(Duration.ofSeconds(2));
    assertThat(depth.most()).isEqualTo(8);
  }

  @Test
  void slowAnswers_shrinkIt() {
    for (int i = 0; i < 4; i++) {
      roundTrip(Duration.ofSeconds(1));
    }
    roundTrip(Duration.ofSeconds(4));
    assertThat(depth.most()).isEqualTo(2);
    roundTrip(Duration.ofSeconds(4));
    assertThat(depth.most()).as("the least").isEqualTo(2);
  }

  @Test
  void limit_thatThePeerNames_isKept() {
    depth.limit(10);
    for (int i = 0; i < 5; i++) {
      roundTrip(Duration.ofMillis(1));
    }
    assertThat(depth.most()).isEqualTo(10);
    depth.limit(3);
    assertThat(depth.most()).isEqualTo(3);
    depth.limit(1);
    roundTrip(Duration.ofSeconds(4));
    depth.restart();
    depth.overdue();
    assertThat(depth.most()).isEqualTo(1);
    assertThat(depth.refillAt()).isZero();
  }

  @Test
  void limit_hugeNumber_isNotBelieved() {
    depth.limit(Integer.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      roundTrip(Duration.ofMillis(1));
    }
    assertThat(depth.most()).isEqualTo(1000);
  }

  @Test
  void overdue_pausesLongerEachTime() {
    for (int seconds = 2; seconds <= 256; seconds *= 2) {
      depth.overdue();
      now += Duration.ofSeconds(seconds).toNanos() - 1;
      assertThat(depth.isPaused()).isTrue();
      now++;
      assertThat(depth.isPaused()).isFalse();
    }
    roundTrip(Duration.ofSeconds(1));
    depth.overdue();
    now += Duration.ofSeconds(2).toNanos();
    assertThat(depth.isPaused()).as("answered in between").isFalse();
  }

  @Test
  void silence_beginsWithTheFirstRequest() {
    now += 77;
    depth.asked();
    now += 5;
    depth.asked();
    assertThat(depth.silence()).isEqualTo(5);
  }
}
