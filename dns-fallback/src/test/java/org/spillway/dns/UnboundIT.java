package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.HOST;
import static org.spillway.dns.TestTorrents.ORIGIN;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.client.Route;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;

/** Our client asks unbound, and unbound asks us. */
@Timeout(120)
class UnboundIT {
  private static final List<Integer> PIECES = List.of(34, 600, 2150, 2250, 6000, 20_000);

  private static DnsFallback dns;
  private static Unbound unbound;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    var torrents = PIECES.stream().map(TestTorrents::metainfo).toArray(Metainfo[]::new);
    var settings = DnsSettings.DEFAULT.withPort("127.0.0.1", 0).withZones(List.of(HOST));
    dns = DnsFallback.start(settings, TestTorrents.published(torrents));
    unbound = Unbound.start(folder, dns.port(), ORIGIN, Unbound.NOT_VALIDATING);
  }

  @AfterAll
  static void close() {
    unbound.close();
    dns.close();
  }

  private static LookupResult lookup(String path) throws Exception {
    var server = NameServer.parse("127.0.0.1:" + unbound.port());
    var lookup = new DnsLookup(ClientSettings.DEFAULT.withDnsServers(List.of(server)));
    return lookup.lookup(URI.create("http://" + HOST + path));
  }

  /** 1, 12, 43, 45, 120 and 400 KB. */
  @ParameterizedTest
  @CsvSource({
    "34, DNS_PLAIN",
    "600, DNS_TAGGED",
    "2150, DNS_TAGGED",
    "2250, DNS_SPLIT",
    "6000, DNS_SPLIT",
    "20000, DNS_SPLIT"
  })
  void lookup_arrivesIntact(int pieces, Route form) throws Exception {
    byte[] torrent = TestTorrents.metainfo(pieces).toBytes();
    // The second time it comes from what unbound keeps.
    for (int time = 1; time <= 2; time++) {
      var result = (LookupResult.Present) lookup("/pub/file" + pieces);
      assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(torrent));
      assertThat(result.form()).isEqualTo(form);
      assertThat(result.by().validated()).isFalse();
    }
  }

  @Test
  void lookup_unknown() throws Exception {
    assertThat(((LookupResult.Absent) lookup("/pub/unknown")).status()).isEqualTo("NXDOMAIN");
  }
}
