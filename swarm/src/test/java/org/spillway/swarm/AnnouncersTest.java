package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.Samples.host;
import static org.spillway.swarm.Samples.infoHash;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;

class AnnouncersTest {
  private static final InfoHash SWARM = infoHash(1);
  private static final Host A = host("192.0.2.1");
  private static final Host B = host("192.0.2.2");

  /** Overflows in the middle of the time that an announce counts. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Announcers.LATELY.toNanos() / 2);

  private final Announcers announcers = new Announcers(now::get);

  @Test
  void has_whoAnnouncedItself() {
    announcers.announced(SWARM, A);
    assertThat(announcers.has(SWARM, A)).isTrue();
    assertThat(announcers.has(SWARM, B)).isFalse();
    assertThat(announcers.has(infoHash(2), A)).isFalse();
  }

  @Test
  void hasOthers_thanTheHostItself() {
    announcers.announced(SWARM, A);
    assertThat(announcers.hasOthers(SWARM, A)).isFalse();
    assertThat(announcers.hasOthers(SWARM, B)).isTrue();
    assertThat(announcers.hasOthers(infoHash(2), B)).isFalse();
    announcers.announced(SWARM, B);
    assertThat(announcers.hasOthers(SWARM, A)).isTrue();
  }

  @Test
  void has_untilItIsTooLongAgo() {
    announcers.announced(SWARM, A);
    now.addAndGet(Announcers.LATELY.toNanos() - 1);
    assertThat(announcers.has(SWARM, A)).isTrue();
    assertThat(announcers.hasOthers(SWARM, B)).isTrue();
    now.incrementAndGet();
    assertThat(announcers.has(SWARM, A)).isFalse();
    assertThat(announcers.hasOthers(SWARM, B)).isFalse();
  }

  @Test
  void announced_again_countsFromThen() {
    announcers.announced(SWARM, A);
    now.addAndGet(Announcers.LATELY.toNanos() - 1);
    announcers.announced(SWARM, A);
    now.addAndGet(Announcers.LATELY.toNanos() - 1);
    assertThat(announcers.has(SWARM, A)).isTrue();
  }

  @Test
  void left_isForgotten() {
    announcers.left(SWARM, A);
    announcers.announced(SWARM, A);
    announcers.announced(SWARM, B);
    announcers.left(SWARM, A);
    announcers.left(infoHash(2), B);
    assertThat(announcers.has(SWARM, A)).isFalse();
    assertThat(announcers.has(SWARM, B)).isTrue();
  }

  @Test
  void announced_byTooMany_theEldestIsForgotten() {
    IntStream.range(0, 100_000).map(number -> number % 2_000).forEach(this::announced);
    assertThat(announcers.has(SWARM, host(1_999))).isTrue();
    long known =
        IntStream.range(0, 2_000).filter(number -> announcers.has(SWARM, host(number))).count();
    assertThat(known).isEqualTo(1_000);
  }

  private void announced(int number) {
    announcers.announced(SWARM, host(number));
  }

  @Test
  void announced_inTooManySwarms_newOnesWait() {
    IntStream.range(0, 10_500).forEach(number -> announcers.announced(infoHash(number), A));
    long known =
        IntStream.range(0, 10_500).filter(number -> announcers.has(infoHash(number), A)).count();
    assertThat(known).isEqualTo(10_000);
    now.addAndGet(Announcers.LATELY.toNanos());
    announcers.announced(infoHash(10_499), A);
    assertThat(announcers.has(infoHash(10_499), A)).isTrue();
  }
}
