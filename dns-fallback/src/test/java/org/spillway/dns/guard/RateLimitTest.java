package org.spillway.dns.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.dns.guard.RateLimit.Verdict.DROPPED;
import static org.spillway.dns.guard.RateLimit.Verdict.SENT;
import static org.spillway.dns.guard.RateLimit.Verdict.TRUNCATED;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.dns.guard.RateLimit.Verdict;
import org.spillway.net.AddressBlock;

class RateLimitTest {
  private static final byte[] CLIENT = {(byte) 192, 0, 2, 1};
  private static final byte[] NEIGHBOUR = {(byte) 192, 0, 2, (byte) 200};
  private static final byte[] STRANGER = {(byte) 192, 0, 3, 1};
  private static final long SECOND = 1_000_000_000;

  private final long start = System.nanoTime();
  private final RateLimit limit = limit(10, 2);

  private RateLimit limit(int rate, int slip) {
    return new RateLimit(new RateLimitSettings(rate, 1000, slip, 24, 56, List.of()), start);
  }

  private static long count(
      RateLimit limit, byte[] client, int queries, long now, Verdict verdict) {
    return IntStream.range(0, queries)
        .mapToObj(i -> limit.take(client, now))
        .filter(verdict::equals)
        .count();
  }

  @Test
  void take_overTheRate() {
    var verdicts =
        IntStream.range(0, 100)
            .mapToObj(i -> limit.take(CLIENT, start))
            .collect(Collectors.groupingBy(verdict -> verdict, Collectors.counting()));
    assertThat(verdicts.get(SENT)).isBetween(10L, 11L);
    assertThat(verdicts.get(TRUNCATED)).isBetween(44L, 45L);
    assertThat(verdicts.get(DROPPED)).isBetween(44L, 45L);
  }

  @Test
  void take_timeGivesBack() {
    count(limit, CLIENT, 100, start, SENT);
    assertThat(count(limit, CLIENT, 100, start + SECOND / 2, SENT)).isEqualTo(5);
    assertThat(count(limit, CLIENT, 100, start + 10 * SECOND, SENT)).isBetween(10L, 11L);
  }

  @Test
  void take_networksAreOne() {
    count(limit, CLIENT, 100, start, SENT);
    assertThat(count(limit, NEIGHBOUR, 100, start, SENT)).isZero();
    assertThat(count(limit, STRANGER, 100, start, SENT)).isBetween(10L, 11L);
  }

  @Test
  void take_ipv6_networksOf56Bits() {
    byte[] client = new byte[16];
    byte[] neighbour = new byte[16];
    byte[] stranger = new byte[16];
    neighbour[7] = 1;
    stranger[6] = 1;
    count(limit, client, 100, start, SENT);
    assertThat(count(limit, neighbour, 100, start, SENT)).isZero();
    assertThat(count(limit, stranger, 100, start, SENT)).isBetween(10L, 11L);
  }

  @Test
  void take_noSlip() {
    assertThat(count(limit(10, 0), CLIENT, 100, start, DROPPED)).isBetween(89L, 90L);
    assertThat(count(limit(10, 1), CLIENT, 100, start, TRUNCATED)).isBetween(89L, 90L);
  }

  @Test
  void take_noLimit() {
    assertThat(count(limit(0, 2), CLIENT, 1000, start, SENT)).isEqualTo(1000);
  }

  @Test
  void take_exempt() {
    var block = AddressBlock.parse("192.0.2.128/25").orElseThrow();
    var some = new RateLimit(new RateLimitSettings(10, 1000, 2, 24, 56, List.of(block)), start);
    assertThat(count(some, CLIENT, 100, start, SENT)).isBetween(10L, 11L);
    assertThat(count(some, NEIGHBOUR, 100, start, SENT)).isEqualTo(100);
  }

  @Test
  void takeBytes_threeTimesTheQueryIsFree() {
    for (int i = 0; i < 1000; i++) {
      assertThat(limit.takeBytes(CLIENT, 100, 300, start)).isTrue();
    }
    long more = IntStream.range(0, 1000).filter(i -> takes400More(CLIENT, start)).count();
    // 1,000 bytes at once, and the answer that is begun.
    assertThat(more).isBetween(3L, 4L);
    assertThat(takes400More(NEIGHBOUR, start)).isFalse();
    assertThat(takes400More(STRANGER, start)).isTrue();
    assertThat(limit.takeBytes(CLIENT, 100, 300, start)).isTrue();
    assertThat(takes400More(CLIENT, start + SECOND)).isTrue();
  }

  /** A forger can name every address of a large network in turn. */
  @Test
  void takeBytes_allNetworksTogether() {
    long more = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] client = {10, (byte) (i >> 8), (byte) i, 1};
      more += takes400More(client, start) ? 1 : 0;
    }
    // 512,000 bytes, less what the start of the test took.
    assertThat(more).isBetween(512_000L / 400 * 9 / 10, 512_000L / 400 + 1);
    byte[] later = {11, 1, 1, 1};
    assertThat(takes400More(later, start + SECOND)).isTrue();
  }

  private boolean takes400More(byte[] client, long now) {
    return limit.takeBytes(client, 100, 700, now);
  }

  @Test
  void settings_wrong() {
    assertThatThrownBy(() -> RateLimitSettings.DEFAULT.withBytes(-1))
        .hasMessage("bytes must be 0 or more, was -1");
    assertThatThrownBy(() -> RateLimitSettings.DEFAULT.withRate(-1))
        .hasMessage("rate must be 0 or more, was -1");
    assertThatThrownBy(() -> RateLimitSettings.blocks(List.of("example.org")))
        .hasMessage("must be an address or a block such as 192.0.2.0/24, was 'example.org'");
    assertThatThrownBy(() -> GuardSettings.DEFAULT.withCookieSecrets(List.of("12")))
        .hasMessage("cookieSecrets must be at most two secrets of 32 hex digits each");
  }
}
