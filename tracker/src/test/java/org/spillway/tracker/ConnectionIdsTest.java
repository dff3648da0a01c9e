package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.Samples.address;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {
  private final FakeClock clock = new FakeClock();
  private final ConnectionIds ids = new ConnectionIds(new SecureRandom(), clock);

  @Test
  void isValid_forTwoMinutes() {
    for (int second = 0; second < ConnectionIds.WINDOW_SECONDS; second++) {
      long id = ids.issue(address("192.0.2.1"));
      clock.advance(Duration.ofMinutes(2));
      assertThat(ids.isValid(id, address("192.0.2.1"))).isTrue();
      clock.advance(Duration.ofMinutes(-2).plusSeconds(1));
    }
  }

  @Test
  void isValid_notAfterFourMinutes() {
    long id = ids.issue(address("192.0.2.1"));
    clock.advance(Duration.ofMinutes(4));
    assertThat(ids.isValid(id, address("192.0.2.1"))).isFalse();
  }

  @Test
  void isValid_onlyForTheAddress() {
    long id = ids.issue(address("192.0.2.1"));
    assertThat(ids.isValid(id, address("192.0.2.2"))).isFalse();
    assertThat(ids.isValid(id ^ 1, address("192.0.2.1"))).isFalse();
  }

  @Test
  void isValid_onlyFromTheSameTracker() {
    long id = new ConnectionIds(new SecureRandom(), clock).issue(address("2001:db8::1"));
    assertThat(ids.isValid(id, address("2001:db8::1"))).isFalse();
    assertThat(ids.isValid(ids.issue(address("2001:db8::1")), address("2001:db8::1"))).isTrue();
  }
}
