package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.recursive;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimit;
import org.spillway.dns.guard.RateLimitSettings;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Whatever the fast path answers, the slow one would have answered the same. */
class FastPathTest {
  private static final DnsSettings SETTINGS =
      TestTorrents.SETTINGS.withGuard(
          GuardSettings.DEFAULT.withCookieSecrets(List.of("e5e973e5a6b2a43f48e7dc849e37bfcf")));

  private final Paths paths = new Paths();

  private static final class Paths {
    private final FastPath fast;
    private final SlowPath slow;

    Paths() {
      var published = TestTorrents.published(SMALL, MEDIUM, LARGE, TAGGED);
      var zones = TestTorrents.zones(published);
      var guard =
          new Guard(
              new Cookies(SETTINGS.guard(), () -> Instant.EPOCH),
              new RateLimit(RateLimitSettings.DEFAULT),
              System::nanoTime);
      var counters = new Counters();
      this.fast = new FastPath(new FastZones(zones), published, guard, counters);
      this.slow = new SlowPath(zones, published, SETTINGS, guard, counters);
    }

    /** Whether the fast path took it; if so, both must agree. */
    boolean agree(byte[] query, Transport transport) throws IOException {
      var client = InetAddress.getLoopbackAddress();
      var fastExchange = Exchange.of(query, transport, client);
      if (!fast.answer(fastExchange)) {
        return false;
      }
      var slowExchange = Exchange.of(query, transport, client);
      slow.answer(slowExchange);
      var ours = fastExchange.answerBytes().orElseThrow();
      var theirs = slowExchange.answerBytes().orElseThrow();
      int question = fastExchange.fastQuery().questionEnd();
      assertThat(Arrays.copyOfRange(ours, 12, question))
          .isEqualTo(Arrays.copyOfRange(query, 12, question));
      assertThat(text(ours)).isEqualTo(text(theirs));
      return true;
    }
  }

  /** Without what depends on how names are compressed: the length, and the case of some letters. */
  private static String text(byte[] answer) throws IOException {
    return new Message(answer)
        .toString()
        .replaceAll("Message size: .*", "")
        .toLowerCase(Locale.ROOT);
  }

  private void assertFast(Message query) throws IOException {
    for (Transport transport : Transport.values()) {
      assertThat(paths.agree(query.toWire(), transport)).as("%s", query).isTrue();
    }
  }

  private void assertSlow(Message query) throws IOException {
    assertThat(paths.agree(query.toWire(), Transport.UDP)).as("%s", query).isFalse();
  }

  private static Message withOption(int code, byte[] data) {
    return TestQueries.withOption(txt(name(SMALL)), code, data);
  }

  @Test
  void answer_records() throws IOException {
    for (var metainfo : List.of(SMALL, MEDIUM, LARGE, TAGGED)) {
      assertFast(txt(name(metainfo)));
      assertFast(recursive(txt(name(metainfo))));
      assertFast(edns(txt(name(metainfo)), 512));
      assertFast(edns(txt(name(metainfo)), 1232));
      assertFast(edns(txt(name(metainfo)), 65_535));
      assertFast(dnssecOk(txt(name(metainfo))));
      assertFast(txt(name(metainfo).toUpperCase(Locale.ROOT)));
    }
  }

  @Test
  void answer_noSuchName() throws IOException {
    String hash = "00".repeat(20);
    for (var name : List.of(hash, "1." + hash, "a", "a.b", "1." + name(SMALL).substring(0, 40))) {
      assertFast(txt(name + "." + ORIGIN));
      assertFast(edns(query(name + "." + ORIGIN, Type.A), 1232));
      assertFast(txt(name + "._torrent.example.net."));
    }
  }

  @Test
  void answer_cookies() throws IOException {
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[8]));
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[16]));
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[24]));
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[40]));
    assertFast(withOption(100, new byte[7]));
  }

  @Test
  void answer_leavesTheRest() throws IOException {
    assertSlow(withOption(EDNSOption.Code.TCP_KEEPALIVE, new byte[0]));
    assertSlow(txt(ORIGIN));
    assertSlow(txt("example.org."));
    assertSlow(txt("a.b.c." + ORIGIN));
    assertSlow(query(name(SMALL), Type.A));
    assertSlow(query(name(SMALL), Type.ANY));
    assertSlow(query("a." + ORIGIN, Type.AXFR));
    assertSlow(edns(txt(name(SMALL)), 1232, 1, 0));
  }

  /** One bit of a good query after another, and each byte at random. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void answer_damagedQueries(Transport transport) throws IOException {
    long seed = 9018;
    System.out.println("FastPathTest: seed " + seed);
    var random = new Random(seed);
    byte[] good = withOption(EDNSOption.Code.COOKIE, new byte[8]).toWire();
    int fast = 0;
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      fast += paths.agree(bad, transport) ? 1 : 0;
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      fast += paths.agree(bad, transport) ? 1 : 0;
    }
    assertThat(fast).isPositive();
  }

  @FuzzTest
  void answer_anyBytes(byte[] query) throws IOException {
    if (query.length >= 12 && query[2] >= 0) {
      paths.agree(query, Transport.UDP);
      paths.agree(query, Transport.TCP);
    }
  }
}
