package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndpointOutageTest {

  @Test
  void mayAsk_unlessItIsOut() {
    var outage = new EndpointOutage("the endpoint", Duration.ofHours(1));
    assertThat(outage.mayAsk()).isTrue();
    outage.began("connection refused");
    assertThat(outage.mayAsk()).isFalse();
    outage.over();
    assertThat(outage.mayAsk()).isTrue();
  }

  @Test
  void mayAsk_onceAfterEachPause() {
    var outage = new EndpointOutage("the endpoint", Duration.ZERO);
    outage.began("connection refused");
    assertThat(outage.mayAsk()).isTrue();
    outage.began("connection refused");
    assertThat(outage.mayAsk()).isTrue();
  }
}
