package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndpointOutageTest {
  private static final Duration PAUSE = Duration.ofHours(1);

  private final AtomicLong time = new AtomicLong(-5);
  private final EndpointOutage outage = new EndpointOutage("the endpoint", PAUSE, time::get);

  @Test
  void mayAsk_unlessItIsOut() {
    assertThat(outage.mayAsk()).isTrue();
    outage.began("connection refused");
    assertThat(outage.mayAsk()).isFalse();
    outage.over();
    assertThat(outage.mayAsk()).isTrue();
  }

  @Test
  void mayAsk_onceAfterEachPause() {
    outage.began("connection refused");
    time.addAndGet(PAUSE.toNanos() - 1);
    assertThat(outage.mayAsk()).isFalse();
    time.addAndGet(1);
    assertThat(outage.mayAsk()).isTrue();
    assertThat(outage.mayAsk()).as("once").isFalse();
    outage.began("connection refused");
    time.addAndGet(PAUSE.toNanos());
    assertThat(outage.mayAsk()).isTrue();
  }
}
