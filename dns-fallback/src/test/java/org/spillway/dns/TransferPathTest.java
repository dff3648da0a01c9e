package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.withOption;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.key;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimit;
import org.spillway.dns.guard.RateLimitSettings;
import org.spillway.dns.transfer.TransferSettings;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** The parts of a zone that clients get over UDP. */
class TransferPathTest {
  private static final int RATE = 50;
  private static final long START = 1_800_000_000;
  private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
  private static final DnsSettings SETTINGS =
      TestTorrents.SETTINGS
          .withTransfer(
              TransferSettings.parse(
                  List.of("127.0.0.1"), List.of("secondary:hmac-sha256:c2VjcmV0"), List.of()))
          .withGuard(
              GuardSettings.DEFAULT.withRateLimit(
                  RateLimitSettings.DEFAULT.withRate(RATE).withExempt(List.of())));

  private Instant now = Instant.ofEpochSecond(START);
  private final Counters counters = new Counters();
  private final Responder responder = responder();

  /** Returns a responder with a torrent that was published a second after the client's serial. */
  private Responder responder() {
    var published = TestTorrents.published(44_000, () -> now);
    published.walked();
    published.settled();
    var responder = TestTorrents.responder(published, SETTINGS, guardOfOneMoment(), counters);
    now = now.plusSeconds(1);
    published.publish(key(SMALL), SMALL);
    published.serial();
    return responder;
  }

  /** However slow the test is, nothing is given back. */
  private static Guard guardOfOneMoment() {
    long now = System.nanoTime();
    return new Guard(
        new Cookies(SETTINGS.guard(), InstantSource.system()),
        new RateLimit(SETTINGS.guard().rateLimit(), now),
        () -> now);
  }

  private static Message ixfr() {
    var query = query(ORIGIN, Type.IXFR);
    var soa =
        new SOARecord(
            Name.fromConstantString(ORIGIN), DClass.IN, 0, Name.root, Name.root, START, 0, 0, 0, 0);
    query.addRecord(soa, Section.AUTHORITY);
    return query;
  }

  private static Message withCookie(byte[] cookie) {
    return withOption(ixfr(), EDNSOption.Code.COOKIE, cookie);
  }

  private Optional<byte[]> udp(Message query) {
    return TestQueries.answerBytes(responder, query.toWire(), Transport.UDP, CLIENT);
  }

  private Message answer(Message query, Transport transport) throws IOException {
    return TestQueries.answer(responder, query.toWire(), transport);
  }

  private static byte[] cookie(Message answer) {
    byte[] wire = answer.getOPT().getOptions(EDNSOption.Code.COOKIE).get(0).toWire();
    return Arrays.copyOfRange(wire, 4, wire.length);
  }

  private void useUp() {
    for (int i = 0; i < 4 * RATE; i++) {
      var unused = udp(ixfr());
    }
  }

  /** A forger makes a secondary get no more than one and a half times what it sends. */
  @ParameterizedTest
  @ValueSource(ints = {0, 8, 24})
  void ixfr_flood_amplifiesLittle(int cookieLength) {
    var query = cookieLength == 0 ? edns(ixfr(), 1232) : withCookie(new byte[cookieLength]);
    useUp();
    long in = 0;
    long out = 0;
    for (int i = 0; i < 10_000; i++) {
      in += query.toWire().length;
      out += udp(query).map(answer -> answer.length).orElse(0);
    }
    System.out.printf("amplification of IXFR: %.2f%n", (double) out / in);
    assertThat(out).isPositive().isLessThan(in * 3 / 2);
  }

  @Test
  void ixfr_overTheLimit_someAnswersSendToTcp() throws IOException {
    useUp();
    int truncated = 0;
    for (int i = 0; i < 100; i++) {
      var answer = udp(edns(ixfr(), 1232));
      if (answer.isPresent()) {
        assertThat(summary(new Message(answer.get()))).isEqualTo("NOERROR qr aa tc | | | OPT");
        truncated++;
      }
    }
    assertThat(truncated).isEqualTo(50);
    assertThat(counters.stats(1, responder.transferStats(), List.of()).dropped())
        .isGreaterThanOrEqualTo(50);
  }

  /** RFC 1995 §2: the client comes by TCP then. */
  @Test
  void ixfr_unknownClient_toldTheSerial() throws IOException {
    assertThat(summary(answer(edns(ixfr(), 1232), Transport.UDP)))
        .isEqualTo("NOERROR qr aa | SOA | | OPT");
    assertThat(summary(answer(withCookie(new byte[24]), Transport.UDP)))
        .isEqualTo("NOERROR qr aa | SOA | | OPT");
    assertThat(summary(answer(edns(ixfr(), 1232), Transport.TCP)))
        .isEqualTo("NOERROR qr aa | SOA SOA SOA TXT SOA | | OPT");
  }

  @Test
  void ixfr_cookie_isWorthEverything() throws IOException {
    var first = answer(withCookie(new byte[8]), Transport.UDP);
    assertThat(summary(first)).isEqualTo("NOERROR qr aa | SOA | | OPT");
    useUp();
    for (int i = 0; i < 100; i++) {
      var answer = answer(withCookie(cookie(first)), Transport.UDP);
      assertThat(summary(answer)).isEqualTo("NOERROR qr aa | SOA SOA SOA TXT SOA | | OPT");
      assertThat(cookie(answer)).isEqualTo(cookie(first));
    }
  }

  /** RFC 7873 §5.2. */
  @Test
  void axfr_cookie_answered() throws IOException {
    var query = withOption(query(ORIGIN, Type.AXFR), EDNSOption.Code.COOKIE, new byte[8]);
    assertThat(cookie(answer(query, Transport.TCP))).hasSize(Cookies.LENGTH);
  }

  @Test
  void ixfr_signed_isWorthEverything() throws IOException {
    useUp();
    var query = edns(ixfr(), 1232);
    new TSIG(TSIG.HMAC_SHA256, "secondary.", "c2VjcmV0").apply(query, null);
    for (int i = 0; i < 100; i++) {
      assertThat(summary(answer(query, Transport.UDP)))
          .isEqualTo("NOERROR qr aa | SOA SOA SOA TXT SOA | | OPT TSIG");
    }
  }

  /** Another server of the zone numbers by the same clock, and its versions are other ones. */
  @Test
  void ixfr_serialOfAnotherServer_getsTheWholeZone() throws IOException {
    var ours = (SOARecord) answer(query(ORIGIN, Type.SOA), Transport.TCP).getSection(1).get(0);
    assertThat(summary(answer(ixfr(ours, START, 0), Transport.TCP)))
        .isEqualTo("NOERROR qr aa | SOA SOA SOA TXT SOA | |");
    assertThat(summary(answer(ixfr(ours, START, 1), Transport.TCP)))
        .isEqualTo("NOERROR qr aa | SOA NS TXT SOA | |");
    assertThat(summary(answer(ixfr(ours, ours.getSerial(), 1), Transport.TCP)))
        .isEqualTo("NOERROR qr aa | SOA | |");
  }

  private static Message ixfr(SOARecord soa, long serial, int more) {
    var query = query(ORIGIN, Type.IXFR);
    query.addRecord(
        new SOARecord(
            soa.getName(),
            DClass.IN,
            soa.getTTL(),
            soa.getHost(),
            soa.getAdmin(),
            serial,
            soa.getRefresh(),
            soa.getRetry(),
            soa.getExpire() + more,
            soa.getMinimum()),
        Section.AUTHORITY);
    return query;
  }
}
