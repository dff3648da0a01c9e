package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.tcp;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.torrent;
import static org.spillway.dns.TestTorrents.whole;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.dns.dnssec.DnssecSettings;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Buckets are hosts below one name, and come and go. */
class WildcardZonesTest {
  private static final DnsSettings SETTINGS =
      TestTorrents.SETTINGS.withZones(List.of("dl.example.org", "*.S3.example.org."));

  private final Responder responder =
      TestTorrents.responder(TestTorrents.published(SMALL), SETTINGS, new Counters());

  private Message answer(Message query) throws Exception {
    return tcp(responder, query);
  }

  private static String name(String host) {
    return key(SMALL).requestHash().nameUnder(host) + ".";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos.s3.example.org",
        "PHOTOS.s3.example.ORG",
        "my.photos.s3.example.org",
        "my_photos.s3.example.org",
        "_torrent.s3.example.org",
        "dl.example.org"
      })
  void torrent_ofEachBucket(String host) throws Exception {
    assertThat(torrent(answer(txt(name(host))))).isEqualTo(whole(SMALL));
    String unknown = "0".repeat(40) + "._torrent." + host + ".";
    assertThat(summary(answer(txt(unknown)))).startsWith("NXDOMAIN qr aa | | SOA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3.example.org", "example.org", "photoss3.example.org", "a\\000b.s3.example.org"})
  void otherHosts_areRefused(String host) throws Exception {
    assertThat(summary(answer(txt(name(host))))).startsWith("REFUSED");
  }

  @Test
  void apex_ofABucket() throws Exception {
    var soa = answer(query("_torrent.photos.s3.example.org.", Type.SOA));
    assertThat(summary(soa)).isEqualTo("NOERROR qr aa | SOA | |");
    assertThat(soa.getSection(1).get(0).rdataToString())
        .startsWith("ns.photos.s3.example.org. hostmaster.photos.s3.example.org. ");
    var apex = answer(query("_torrent.photos.s3.example.org.", Type.AXFR));
    assertThat(summary(apex)).startsWith("REFUSED");
  }

  @Test
  void signed_isNotPossible() {
    assertThatThrownBy(() -> SETTINGS.withDnssec(DnssecSettings.of(Path.of("keys"))))
        .hasMessageStartingWith("the zone *.s3.example.org cannot be signed");
    assertThatThrownBy(() -> TestTorrents.SETTINGS.withZones(List.of("a.*.example.org")))
        .hasMessageStartingWith("zones must be host names such as");
  }
}
