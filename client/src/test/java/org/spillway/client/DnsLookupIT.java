package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.xbill.DNS.Rcode;

class DnsLookupIT {
  private static final URI URL = URI.create("http://localhost:8080/pub/file.bin");
  private static final String NAME = DownloadUrl.fallbackName(URL);

  private final Content content = Content.of(TorrentFormat.V1, 300_000);
  private DnsFixture dns;

  @BeforeEach
  void start() throws Exception {
    dns = new DnsFixture();
  }

  @AfterEach
  void stop() throws Exception {
    dns.close();
  }

  private DnsLookup lookup(InetSocketAddress... servers) {
    var second = Duration.ofSeconds(1);
    return new DnsLookup(
        ClientSettings.DEFAULT
            .withTimeouts(second, second, second)
            .withDnsServers(List.of(servers)));
  }

  private LookupResult.Present present() throws Exception {
    return (LookupResult.Present) lookup(dns.address()).lookup(URL);
  }

  @Test
  void lookup_plain() throws Exception {
    byte[] torrent = content.metainfo().toBytes();
    dns.put(NAME, FallbackRecords.of(torrent));
    var result = present();
    assertThat(result.name()).isEqualTo(NAME).endsWith("._torrent.localhost");
    assertThat(result.server()).isEqualTo(dns.address());
    assertThat(result.form()).isEqualTo(Found.DNS_PLAIN);
    assertThat(result.records()).isEqualTo(1);
    assertThat(result.ttl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(torrent));
    assertThat(dns.overTcp()).isZero();
  }

  @Test
  void lookup_taggedOverTcp() throws Exception {
    byte[] torrent = Content.of(TorrentFormat.V1, 25_000_000).metainfo().toBytes();
    var records = new ArrayList<>(FallbackRecords.of(torrent));
    assertThat(records).hasSizeGreaterThan(1);
    Collections.reverse(records);
    dns.put(NAME, records);
    var result = present();
    assertThat(result.form()).isEqualTo(Found.DNS_TAGGED);
    assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(torrent));
    assertThat(dns.overTcp()).isEqualTo(1);
  }

  @Test
  void lookup_magnet() throws Exception {
    var magnet = MagnetLink.of(content.metainfo());
    dns.put(NAME, FallbackRecords.of(magnet));
    var result = present();
    assertThat(result.form()).isEqualTo(Found.DNS_MAGNET);
    assertThat(result.answer()).isEqualTo(new FallbackAnswer.Magnet(magnet));
  }

  @Test
  void lookup_noRecord() throws Exception {
    var result = lookup(dns.address()).lookup(URL);
    assertThat(((LookupResult.Absent) result).status()).isEqualTo("NXDOMAIN");
    dns.answerOthers(Rcode.NOERROR);
    result = lookup(dns.address()).lookup(URL);
    assertThat(((LookupResult.Absent) result).status()).isEqualTo("NODATA");
  }

  @Test
  void lookup_otherRecords() {
    dns.put(NAME, List.of(List.of("v=spf1 -all")));
    assertThatThrownBy(this::present).isInstanceOf(MalformedRecordsException.class);
  }

  @Test
  void lookup_nextServerWhenOneFails() throws Exception {
    try (var broken = new DnsFixture()) {
      broken.answerOthers(Rcode.SERVFAIL);
      dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
      var result = lookup(broken.address(), dns.address()).lookup(URL);
      assertThat(result.server()).isEqualTo(dns.address());
    }
  }

  @Test
  void lookup_noServerAnswers() {
    dns.fallSilent();
    var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    assertThatThrownBy(() -> lookup(dns.address(), nobody).lookup(URL))
        .isInstanceOfSatisfying(
            DownloadException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining(NAME)
        .hasMessageContaining(":" + dns.address().getPort());
  }
}
