package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.answerBytes;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestQueries.withOption;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimit;
import org.spillway.dns.guard.RateLimitSettings;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.TcpKeepaliveOption;
import org.xbill.DNS.Type;

/** The limits of what clients get over UDP. */
class ResponderGuardTest {
  private static final int RATE = 50;
  private static final DnsSettings SETTINGS =
      TestTorrents.SETTINGS.withGuard(
          GuardSettings.DEFAULT.withRateLimit(RateLimitSettings.DEFAULT.withRate(RATE)));
  private static final InetAddress CLIENT = address(1);
  private static final InetAddress OTHER = address(2);

  private final Counters counters = new Counters();
  private final Responder responder =
      TestTorrents.responder(
          TestTorrents.published(MEDIUM), SETTINGS, guardOfOneMoment(), counters);

  /** However slow the test is, nothing is given back. */
  private static Guard guardOfOneMoment() {
    long now = System.nanoTime();
    return new Guard(
        new Cookies(SETTINGS.guard(), InstantSource.system()),
        new RateLimit(SETTINGS.guard().rateLimit(), now),
        () -> now);
  }

  /** Returns an address in a network of its own. */
  private static InetAddress address(int network) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 198, 51, (byte) network, 7});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<byte[]> udp(Message query, InetAddress client) {
    return answerBytes(responder, query.toWire(), Transport.UDP, client);
  }

  private Message tcp(Message query) throws IOException {
    return new Message(answerBytes(responder, query.toWire(), Transport.TCP, CLIENT).orElseThrow());
  }

  private void useUp(InetAddress client) {
    for (int i = 0; i < 4 * RATE; i++) {
      var unused = udp(txt("a." + ORIGIN), client);
    }
  }

  static byte[] cookie(Message answer) {
    var option = (CookieOption) answer.getOPT().getOptions(EDNSOption.Code.COOKIE).get(0);
    byte[] client = option.getClientCookie();
    byte[] server = option.getServerCookie().orElseThrow();
    byte[] both = new byte[client.length + server.length];
    System.arraycopy(client, 0, both, 0, client.length);
    System.arraycopy(server, 0, both, client.length, server.length);
    return both;
  }

  private static Message withCookie(byte[] cookie) {
    return withOption(txt(name(MEDIUM)), EDNSOption.Code.COOKIE, cookie);
  }

  /** A forger makes others get no more than one and a half times what it sends. */
  @ParameterizedTest
  @ValueSource(ints = {0, 8, 24})
  void flood_amplifiesLittle(int cookieLength) {
    var query =
        cookieLength == 0 ? edns(txt(name(MEDIUM)), 1232) : withCookie(new byte[cookieLength]);
    useUp(CLIENT);
    long in = 0;
    long out = 0;
    for (int i = 0; i < 10_000; i++) {
      in += query.toWire().length;
      out += udp(query, CLIENT).map(answer -> answer.length).orElse(0);
    }
    System.out.printf("amplification: %.2f%n", (double) out / in);
    assertThat(out).isPositive().isLessThan(in * 3 / 2);
  }

  @Test
  void overTheLimit_someAnswersSendToTcp() throws IOException {
    useUp(CLIENT);
    int truncated = 0;
    int silent = 0;
    for (int i = 0; i < 100; i++) {
      var answer = udp(edns(txt(name(MEDIUM)), 1232), CLIENT);
      if (answer.isEmpty()) {
        silent++;
      } else if (new Message(answer.get()).getHeader().getFlag(Flags.TC)) {
        assertThat(answer.get()).hasSizeLessThan(512);
        truncated++;
      }
    }
    assertThat(truncated).isBetween(40, 50);
    assertThat(silent).isBetween(40, 50);
    assertThat(counters.stats(1, responder.transferStats(), List.of()).dropped())
        .isGreaterThanOrEqualTo(silent);
    assertThat(summary(tcp(txt(name(MEDIUM))))).isEqualTo("NOERROR qr aa | TXT | |");
  }

  @Test
  void overTheLimit_othersHaveTheirOwn() throws IOException {
    useUp(CLIENT);
    var answer = new Message(udp(edns(txt(name(MEDIUM)), 1232), OTHER).orElseThrow());
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa | TXT | | OPT");
  }

  @Test
  void cookie_isWorthEverything() throws IOException {
    byte[] cookie = cookie(tcp(withCookie(new byte[8])));
    useUp(CLIENT);
    for (int i = 0; i < 1000; i++) {
      var answer = new Message(udp(withCookie(cookie), CLIENT).orElseThrow());
      assertThat(summary(answer)).isEqualTo("NOERROR qr aa | TXT | | OPT");
      assertThat(cookie(answer)).isEqualTo(cookie);
    }
  }

  @Test
  void cookie_ofAnotherAddress_isWorthNothing() throws IOException {
    byte[] cookie = cookie(tcp(withCookie(new byte[8])));
    useUp(OTHER);
    boolean anyWhole = false;
    for (int i = 0; i < 100; i++) {
      anyWhole |= udp(withCookie(cookie), OTHER).filter(bytes -> bytes.length > 512).isPresent();
    }
    assertThat(anyWhole).isFalse();
  }

  /** RFC 7873 §5.4: a way to get one, or to ask whether one is good still. */
  @Test
  void cookie_withoutQuestion() throws IOException {
    var first = tcp(cookieAlone(new byte[8]));
    assertThat(summary(first)).isEqualTo("NOERROR qr | | | OPT");
    assertThat(first.getHeader().getCount(Section.QUESTION)).isZero();
    var second = tcp(cookieAlone(cookie(first)));
    assertThat(summary(second)).isEqualTo("NOERROR qr | | | OPT");
    assertThat(cookie(second)).isEqualTo(cookie(first));
    byte[] wrong = cookie(first);
    wrong[23] ^= 1;
    var third = tcp(cookieAlone(wrong));
    assertThat(summary(third)).isEqualTo("BADCOOKIE qr | | | OPT");
    assertThat(summary(tcp(cookieAlone(cookie(third))))).isEqualTo("NOERROR qr | | | OPT");
  }

  private static Message cookieAlone(byte[] cookie) {
    return withOption(new Message(1), EDNSOption.Code.COOKIE, cookie);
  }

  @Test
  void cookie_withoutQuestion_limitedAsWell() {
    useUp(CLIENT);
    long answered = 0;
    for (int i = 0; i < 100; i++) {
      answered += udp(cookieAlone(new byte[8]), CLIENT).isPresent() ? 1 : 0;
    }
    assertThat(answered).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 15, 41})
  void cookie_ofImpossibleLength(int length) throws IOException {
    assertThat(summary(tcp(withCookie(new byte[length])))).startsWith("FORMERR");
  }

  @Test
  void apex_limitedAsWell() {
    useUp(CLIENT);
    long answered = 0;
    for (int i = 0; i < 100; i++) {
      answered += udp(query(ORIGIN, Type.SOA), CLIENT).isPresent() ? 1 : 0;
      answered += udp(query("example.com.", Type.A), CLIENT).isPresent() ? 1 : 0;
    }
    assertThat(answered).isBetween(90L, 110L);
  }

  @Test
  void keepalive_overTcpOnly() throws IOException {
    var query = withOption(txt(name(MEDIUM)), EDNSOption.Code.TCP_KEEPALIVE, new byte[0]);
    var option = tcp(query).getOPT().getOptions(EDNSOption.Code.TCP_KEEPALIVE);
    assertThat(((TcpKeepaliveOption) option.get(0)).getTimeoutDuration())
        .contains(Duration.ofSeconds(10));
    var overUdp = new Message(udp(query, OTHER).orElseThrow());
    assertThat(overUdp.getOPT().getOptions(EDNSOption.Code.TCP_KEEPALIVE)).isEmpty();
  }

  @Test
  void version_ifAskedFor() throws IOException {
    var question = query("VERSION.bind.", Type.TXT, DClass.CH);
    assertThat(summary(tcp(question))).startsWith("REFUSED");
    var told =
        TestTorrents.responder(
            TestTorrents.published(), SETTINGS.withVersion("Spillway \\1 ü"), new Counters());
    var answer = TestQueries.tcp(told, question).getSection(Section.ANSWER).get(0);
    assertThat(answer.toString())
        .isEqualTo("VERSION.bind.\t\t0\tCH\tTXT\t\"Spillway \\\\1 \\195\\188\"");
    assertThat(summary(TestQueries.tcp(told, query("a.bind.", Type.TXT, DClass.CH))))
        .startsWith("REFUSED");
  }
}
