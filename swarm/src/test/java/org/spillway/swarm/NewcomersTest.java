package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.Samples.host;
import static org.spillway.swarm.Samples.infoHash;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewcomersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Overflows after the first second. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND.toNanos());

  private final Newcomers newcomers = new Newcomers(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void waited_sinceTheFirstRequest() {
    assertThat(newcomers.waited(infoHash(1), host(1))).isZero();
    pass(SECOND);
    assertThat(newcomers.waited(infoHash(1), host(1))).isEqualTo(SECOND);
    pass(SECOND);
    assertThat(newcomers.waited(infoHash(1), host(1))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void waited_eachHostAndTorrent() {
    assertThat(newcomers.waited(infoHash(1), host(1))).isZero();
    pass(SECOND);
    assertThat(newcomers.waited(infoHash(1), host(2))).isZero();
    assertThat(newcomers.waited(infoHash(2), host(1))).isZero();
  }

  @Test
  void waited_byTooMany_theEldestIsForgotten() {
    IntStream.range(0, 20_000).forEach(number -> newcomers.waited(infoHash(1), host(number)));
    pass(SECOND);
    assertThat(newcomers.waited(infoHash(1), host(19_999))).isEqualTo(SECOND);
    assertThat(newcomers.waited(infoHash(1), host(10_000))).isEqualTo(SECOND);
    assertThat(newcomers.waited(infoHash(1), host(9_999))).isZero();
  }

  @Test
  void waited_longAgo_isForgottenWhenOthersCome() {
    assertThat(newcomers.waited(infoHash(1), host(1))).isZero();
    pass(Duration.ofMinutes(11));
    assertThat(newcomers.waited(infoHash(1), host(2))).isZero();
    assertThat(newcomers.waited(infoHash(1), host(1))).isZero();
  }
}
