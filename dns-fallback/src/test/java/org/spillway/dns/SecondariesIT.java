package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.DnsClient.tcp;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.recursive;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.testing.FreePort;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** BIND, NSD and Knot as secondaries, with what docs/dns.md says to put into their files. */
@Timeout(180)
class SecondariesIT {
  private static final Duration MOST = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final PublishedRecords published = TestTorrents.published(SMALL, LARGE);

  @ParameterizedTest
  @EnumSource(Secondary.class)
  void zone_followed(Secondary program) throws Exception {
    int port = FreePort.find();
    try (var dns = serve(port);
        var secondary = program.start(folder, port, dns.port())) {
      secondary.await("the zone", MOST, () -> serial(port) == serial(dns.port()));
      assertThat(answer(port, SMALL)).isEqualTo(answer(dns.port(), SMALL));
      assertThat(answer(port, LARGE)).isEqualTo(answer(dns.port(), LARGE));
      long whole = dns.stats().transfers().whole();

      long start = System.nanoTime();
      published.publish(key(TAGGED), TAGGED);
      secondary.await("a new torrent", MOST, () -> rcode(port, TAGGED) == Rcode.NOERROR);
      System.out.printf("%s: visible after %d ms%n", program, millisSince(start));
      assertThat(answer(port, TAGGED)).hasSizeGreaterThan(3);
      assertThat(answer(port, TAGGED)).isEqualTo(answer(dns.port(), TAGGED));

      published.withdrawn(key(SMALL));
      secondary.await("withdrawal", MOST, () -> rcode(port, SMALL) == Rcode.NXDOMAIN);
      assertThat(answer(port, LARGE)).isEqualTo(answer(dns.port(), LARGE));
      assertThat(dns.stats().transfers().whole()).isEqualTo(whole);
      assertThat(dns.stats().transfers().incremental()).isEqualTo(2);
    }
  }

  /** With our DS record as trust anchor: what there is, what there is not, and after changes. */
  @ParameterizedTest
  @EnumSource(Secondary.class)
  void signedZone_validates(Secondary program) throws Exception {
    int port = FreePort.find();
    var settings = settings(port).withDnssec(DnssecSettings.of(folder.resolve("dnssec")));
    try (var dns = DnsFallback.start(settings, published);
        var secondary = program.start(folder, port, dns.port())) {
      String ds = DnsFallback.ds(settings).get(0);
      secondary.await("the zone", MOST, () -> serial(port) == serial(dns.port()));
      assertValid(port, ds, List.of(SMALL, LARGE), List.of(TAGGED));
      long whole = dns.stats().transfers().whole();

      published.publish(key(TAGGED), TAGGED);
      secondary.await("a new torrent", MOST, () -> rcode(port, TAGGED) == Rcode.NOERROR);
      assertValid(port, ds, List.of(SMALL, LARGE, TAGGED), List.of(MEDIUM));

      published.withdrawn(key(SMALL));
      secondary.await("withdrawal", MOST, () -> rcode(port, SMALL) == Rcode.NXDOMAIN);
      assertValid(port, ds, List.of(LARGE, TAGGED), List.of(SMALL, MEDIUM));
      assertThat(dns.stats().transfers().whole()).isEqualTo(whole);
      assertThat(dns.stats().transfers().incremental()).isEqualTo(2);
    }
  }

  private void assertValid(int port, String ds, List<Metainfo> there, List<Metainfo> not)
      throws Exception {
    try (var unbound = Unbound.start(folder, port, ORIGIN, Unbound.validating(ds))) {
      for (var torrent : there) {
        var answer = tcp(unbound.port(), recursive(dnssecOk(txt(name(torrent)))));
        assertThat(summary(answer)).startsWith("NOERROR qr rd ra ad | TXT");
      }
      for (var torrent : not) {
        var answer = tcp(unbound.port(), recursive(dnssecOk(txt(name(torrent)))));
        assertThat(summary(answer)).startsWith("NXDOMAIN qr rd ra ad | |");
      }
      var noData = tcp(unbound.port(), recursive(dnssecOk(query(name(LARGE), Type.A))));
      assertThat(summary(noData)).startsWith("NOERROR qr rd ra ad | |");
    }
  }

  private DnsFallback serve(int secondary) throws IOException {
    return DnsFallback.start(settings(secondary), published);
  }

  private static DnsSettings settings(int secondary) {
    var transfer =
        TransferSettings.parse(
            List.of("127.0.0.1+key:secondary"),
            List.of("secondary:hmac-sha256:" + Secondary.SECRET),
            List.of("127.0.0.1:" + secondary + "+key:secondary"));
    return DnsSettings.DEFAULT
        .withPort("127.0.0.1", 0)
        .withZones(List.of(TestTorrents.HOST))
        .withTransfer(transfer);
  }

  private static long millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  /** Less than nothing if there is none. */
  private static long serial(int port) {
    try {
      return tcp(port, query(ORIGIN, Type.SOA)).getSection(Section.ANSWER).stream()
          .mapToLong(soa -> ((SOARecord) soa).getSerial())
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Less than nothing if there is none: NSD drops connections when it takes a zone over. */
  private static int rcode(int port, Metainfo torrent) {
    try {
      return tcp(port, txt(name(torrent))).getRcode();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Returns the RRset of a torrent as a set, because its order does not matter. */
  private static Set<String> answer(int port, Metainfo torrent) throws IOException {
    Message answer = tcp(port, txt(name(torrent)));
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    return answer.getSection(Section.ANSWER).stream()
        .map(record -> record.toString())
        .collect(Collectors.toSet());
  }
}
