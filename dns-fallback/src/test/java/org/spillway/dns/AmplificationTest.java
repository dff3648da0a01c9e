package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.RateLimit;
import org.spillway.dns.guard.RateLimitSettings;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** What a forger can make others get: the bytes of answers for each byte of queries. */
class AmplificationTest {
  private static final int FACTOR = 3;
  private static final int SECONDS = 10;

  /** What a network gets beyond that: the rate, as much at the start, and one answer. */
  private static final long MORE = RateLimitSettings.DEFAULT.bytes() * (SECONDS + 1) + 1232;

  @TempDir private Path keys;

  private final InetAddress victim = address(1);
  private long now;
  private Responder responder;

  @BeforeEach
  void start() throws IOException {
    responder = responder(RateLimitSettings.DEFAULT);
  }

  private Responder responder(RateLimitSettings limit) throws IOException {
    var published = TestTorrents.published(SMALL, MEDIUM, LARGE);
    var zones = TestTorrents.zones(published);
    var signing = DnssecResponses.open(DnssecSettings.of(keys), zones, published, System::nanoTime);
    var settings = TestTorrents.SETTINGS;
    var cookies = new Cookies(settings.guard(), InstantSource.system());
    now = System.nanoTime();
    var guard = new Guard(cookies, new RateLimit(limit, now), () -> now);
    return new Responder(zones, published, settings, signing, guard, new Counters());
  }

  private static InetAddress address(int network) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 198, 51, (byte) network, 7});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private int answerLength(Message query) {
    return TestQueries.answerBytes(responder, query.toWire(), Transport.UDP, victim)
        .map(answer -> answer.length)
        .orElse(0);
  }

  private Message answer(Message query) throws IOException {
    var bytes = TestQueries.answerBytes(responder, query.toWire(), Transport.UDP, victim);
    return new Message(bytes.orElseThrow());
  }

  static Stream<Arguments> queries() {
    String unknown = "00".repeat(20) + "." + ORIGIN;
    return Stream.of(
        of("NXDOMAIN", () -> edns(txt(unknown), 1232)),
        of("NXDOMAIN, signed", () -> dnssecOk(txt(unknown))),
        of("no data, signed", () -> dnssecOk(query(name(SMALL), Type.A))),
        of("small TXT, no EDNS", () -> txt(name(SMALL))),
        of("small TXT", () -> edns(txt(name(SMALL)), 1232)),
        of("small TXT, signed", () -> dnssecOk(txt(name(SMALL)))),
        of("large TXT", () -> edns(txt(name(MEDIUM)), 1232)),
        of("long TXT, by TCP", () -> edns(txt(name(LARGE)), 65_535)),
        of("ANY", () -> edns(query(name(SMALL), Type.ANY), 1232)),
        of("DNSKEY, signed", () -> dnssecOk(query(ORIGIN, Type.DNSKEY))),
        of("SOA", () -> edns(query(ORIGIN, Type.SOA), 1232)),
        of("SOA, signed", () -> dnssecOk(query(ORIGIN, Type.SOA))),
        of("NS, signed", () -> dnssecOk(query(ORIGIN, Type.NS))));
  }

  private static Arguments of(String what, Supplier<Message> query) {
    return Arguments.of(what, query);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void flood(String what, Supplier<Message> query) {
    int length = query.get().toWire().length;
    double one = (double) answerLength(query.get()) / length;
    System.out.printf("amplification of %s: %.1f for one", what, one);
    for (int perSecond : new int[] {50, 190, 5000}) {
      now += TimeUnit.MINUTES.toNanos(1);
      double factor = flood(query, perSecond);
      System.out.printf(", %.2f at %d a second", factor, perSecond);
    }
    System.out.println();
  }

  /** Returns how many times as many bytes came out as went in. */
  private double flood(Supplier<Message> query, int perSecond) {
    long in = 0;
    long out = 0;
    for (int i = 0; i < perSecond * SECONDS; i++) {
      now += TimeUnit.SECONDS.toNanos(1) / perSecond;
      in += query.get().toWire().length;
      out += answerLength(query.get());
    }
    assertThat(out).isLessThanOrEqualTo(FACTOR * in + MORE);
    return (double) out / in;
  }

  private void useUp() {
    for (int i = 0; i < 30; i++) {
      answerLength(edns(txt(name(MEDIUM)), 1232));
    }
  }

  @Test
  void overTheLimit_truncated() throws IOException {
    useUp();
    var answer = answer(dnssecOk(txt(name(MEDIUM))));
    assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
    now += TimeUnit.SECONDS.toNanos(2);
    assertThat(answer(edns(txt(name(MEDIUM)), 1232)).getHeader().getFlag(Flags.TC)).isFalse();
  }

  /** A query that is itself long may have a long answer (RFC 7830). */
  @Test
  void overTheLimit_paddedQuery() throws IOException {
    useUp();
    int padding = 12;
    var query = TestQueries.withOption(txt(name(MEDIUM)), padding, new byte[400]);
    assertThat(answer(query).getHeader().getFlag(Flags.TC)).isFalse();
  }

  @Test
  void overTheLimit_cookie() throws IOException {
    useUp();
    var first = TestQueries.withOption(txt(name(MEDIUM)), EDNSOption.Code.COOKIE, new byte[8]);
    var given = answer(first);
    assertThat(given.getHeader().getFlag(Flags.TC)).isTrue();
    var cookie = ResponderGuardTest.cookie(given);
    var second = TestQueries.withOption(txt(name(MEDIUM)), EDNSOption.Code.COOKIE, cookie);
    assertThat(answer(second).getHeader().getFlag(Flags.TC)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void noBytes_noAnswerIsLonger(String what, Supplier<Message> query) throws IOException {
    responder = responder(RateLimitSettings.DEFAULT.withBytes(0));
    int most = FACTOR * query.get().toWire().length;
    assertThat(answerLength(query.get())).as(what).isBetween(12, most);
  }

  @Test
  void noLimit() throws IOException {
    responder = responder(RateLimitSettings.DEFAULT.withRate(0).withBytes(0));
    useUp();
    assertThat(answer(edns(txt(name(MEDIUM)), 1232)).getHeader().getFlag(Flags.TC)).isFalse();
  }
}
