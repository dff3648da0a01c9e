package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimit;
import org.spillway.dns.guard.RateLimitSettings;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.Message;

/** The fast path and the slow one over the same records, to be compared. */
final class BothPaths {
  private static final DnsSettings SETTINGS =
      TestTorrents.SETTINGS.withGuard(
          GuardSettings.DEFAULT.withCookieSecrets(List.of("e5e973e5a6b2a43f48e7dc849e37bfcf")));

  private final FastPath fast;
  private final SlowPath slow;

  private BothPaths(PublishedRecords published, DnssecResponses signing) {
    var zones = TestTorrents.zones(published);
    var guard =
        new Guard(
            new Cookies(SETTINGS.guard(), () -> Instant.EPOCH),
            new RateLimit(RateLimitSettings.DEFAULT, System.nanoTime()),
            System::nanoTime);
    var counters = new Counters();
    this.fast = new FastPath(new FastZones(zones, signing), published, guard, counters);
    this.slow = new SlowPath(zones, published, SETTINGS, signing, guard, counters);
  }

  static BothPaths unsigned() {
    var published = published();
    return new BothPaths(published, DnssecResponses.none(published));
  }

  static BothPaths signed(Path keys) throws IOException {
    var published = published();
    var zones = TestTorrents.zones(published);
    return new BothPaths(
        published, DnssecResponses.open(DnssecSettings.of(keys), zones, published));
  }

  private static PublishedRecords published() {
    var published = TestTorrents.published(SMALL, MEDIUM, LARGE, TAGGED);
    // Or the serial might grow between two answers.
    published.nextSerial();
    return published;
  }

  /** Returns what the slow path says. */
  byte[] slow(byte[] query, Transport transport) {
    var exchange = Exchange.of(query, transport, InetAddress.getLoopbackAddress());
    slow.answer(exchange);
    return exchange.answerBytes().orElseThrow();
  }

  /** Whether the fast path took it; if so, both must agree. */
  boolean agree(byte[] query, Transport transport) throws IOException {
    var exchange = Exchange.of(query, transport, InetAddress.getLoopbackAddress());
    if (!fast.answer(exchange)) {
      return false;
    }
    var ours = exchange.answerBytes().orElseThrow();
    int question = exchange.fastQuery().questionEnd();
    assertThat(Arrays.copyOfRange(ours, 12, question))
        .isEqualTo(Arrays.copyOfRange(query, 12, question));
    assertThat(text(ours)).isEqualTo(text(slow(query, transport)));
    return true;
  }

  /**
   * One bit of a good query after another, and each byte at random.
   *
   * @return how many of them the fast path took
   */
  int agreeOnDamaged(byte[] good, Transport transport) throws IOException {
    long seed = 9018;
    System.out.println("BothPaths: seed " + seed);
    var random = new Random(seed);
    int taken = 0;
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      taken += agree(bad, transport) ? 1 : 0;
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      taken += agree(bad, transport) ? 1 : 0;
    }
    return taken;
  }

  /**
   * Leaves out what depends on how names are compressed: the length, and the case of some letters.
   */
  private static String text(byte[] answer) throws IOException {
    return new Message(answer)
        .toString()
        .replaceAll("Message size: .*", "")
        .toLowerCase(Locale.ROOT);
  }
}
