package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.DownloadException.Reason;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackProfile;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Rcode;

/** Which servers are asked, how, and which of them is believed. */
class DnsServersIT extends DnsLookupTestBase {
  /** Anybody can send datagrams to the port that a query came from (RFC 5452). */
  @Test
  void lookup_passesForgedDatagramsOver() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    dns.forge();
    assertThat(present().by().transport()).isEqualTo(DnsTransport.UDP);
    assertThat(dns.overUdp()).isEqualTo(1);
  }

  @Test
  void lookup_eachTryHasAnIdOfItsOwn() {
    dns.fallSilent();
    assertThatThrownBy(() -> impatientLookup(dns.server()).lookup(URL))
        .hasMessageContaining("no answer in time");
    assertThat(dns.ids()).hasSize(3);
  }

  /** RFC 6891 §6.2.2. */
  @Test
  void lookup_serverWithoutEdns() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    dns.knowNoEdns();
    assertThat(present().by().server()).isEqualTo(dns.server());
    assertThat(dns.overUdp()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a.localhost", "192.0.2.1", "[::1]", "nas.local", "x.onion"})
  void lookup_localName_isNotAskedOfTheSystemsServers(String host) {
    assertThatThrownBy(() -> lookup().lookup(URI.create("http://" + host + "/file.bin")))
        .isInstanceOfSatisfying(
            DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageContaining("DNS is not asked about " + host);
  }

  @Test
  void lookup_nextServerWhenOneFails() throws Exception {
    try (var broken = new DnsFixture()) {
      broken.answerOthers(Rcode.SERVFAIL);
      dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
      var result = lookup(broken.server(), dns.server()).lookup(URL);
      assertThat(result.by().server()).isEqualTo(dns.server());
    }
  }

  @Test
  void lookup_nextServerWhenOneRefersToOthers() throws Exception {
    try (var parent = new DnsFixture()) {
      parent.refer();
      dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
      var result = lookup(parent.server(), dns.server()).lookup(URL);
      assertThat(result.by().server()).isEqualTo(dns.server());
      assertThatThrownBy(() -> lookup(parent.server()).lookup(URL))
          .hasMessageContaining(
              "refers to other servers, because it does not look up names for clients");
    }
  }

  @Test
  void lookup_nextServerWhenOneHasNoAddress() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    var unknown = NameServer.of(InetSocketAddress.createUnresolved("nosuch.invalid", 53));
    var result = lookup(unknown, dns.server()).lookup(URL);
    assertThat(result.by().server()).isEqualTo(dns.server());
  }

  @Test
  void lookup_noServerHasAnAddress() {
    var unknown = NameServer.of(InetSocketAddress.createUnresolved("nosuch.invalid", 53));
    assertThatThrownBy(() -> lookup(unknown).lookup(URL))
        .isInstanceOfSatisfying(
            DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessage(
            "no name server answers for %s (nosuch.invalid:53: the host name cannot be resolved)"
                .formatted(NAME));
  }

  @Test
  void lookup_noServerAnswers() {
    dns.fallSilent();
    var nobody = NameServer.ofThisMachine(1);
    assertThatThrownBy(() -> impatientLookup(dns.server(), nobody).lookup(URL))
        .isInstanceOfSatisfying(
            DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageContaining(NAME)
        .hasMessageContaining(":" + dns.port());
  }

  @Test
  void lookup_tcpAlone() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    var result = lookup(dns.serverOverTcp()).lookup(URL);
    assertThat(result.by()).isEqualTo(new AnsweredBy(dns.serverOverTcp(), DnsTransport.TCP, false));
    assertThat(dns.overUdp()).isZero();
  }

  @Test
  void lookup_refusedIsNotAskedAgain() {
    dns.answerOthers(Rcode.REFUSED);
    assertThatThrownBy(this::present)
        .hasMessage("no name server answers for %s (%s: REFUSED)", NAME, dns.server());
    assertThat(dns.overUdp()).isEqualTo(1);
  }

  @Test
  void lookup_silentIsAskedThreeTimes() {
    dns.fallSilent();
    assertThatThrownBy(() -> impatientLookup(dns.server()).lookup(URL))
        .hasMessage("no name server answers for %s (%s: no answer in time)", NAME, dns.server());
    awaitOverUdp(3);
    assertThat(dns.overUdp()).isEqualTo(3);
  }

  @Test
  void lookup_overHttps() throws Exception {
    byte[] torrent = bytes(100_000);
    dns.put(NAME, FallbackRecords.of(torrent, FallbackProfile.DEFAULT));
    dns.validate();
    try (var doh = new DohFixture(dns)) {
      var result = (LookupResult.Present) lookup(doh.server()).lookup(URL);
      assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(torrent));
      assertThat(result.by()).isEqualTo(new AnsweredBy(doh.server(), DnsTransport.HTTPS, true));
      assertThat(result.by()).hasToString(doh.server() + " (doh, validated)");
      assertThat(doh.queries()).isEqualTo(4);
    }
  }

  /** Half an answer is none: the next server is asked. */
  @Test
  void lookup_overHttps_stalledBody() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    try (var doh = new DohFixture(dns)) {
      doh.stall();
      var result = impatientLookup(doh.server(), dns.server()).lookup(URL);
      assertThat(result.by().server()).isEqualTo(dns.server());
    }
  }

  @Test
  void lookup_overHttpsFails() throws Exception {
    try (var doh = new DohFixture(dns)) {
      doh.answerWith(503, "text/plain");
      assertThatThrownBy(() -> lookup(doh.server()).lookup(URL))
          .hasMessage("no name server answers for %s (%s: HTTP 503)", NAME, doh.server());
      doh.answerWith(200, "text/html");
      assertThatThrownBy(() -> lookup(doh.server()).lookup(URL))
          .hasMessageContaining("(" + doh.server() + ": answers with text/html)");
    }
  }

  @Test
  void lookup_validatedIsPreferred() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    try (var second = new DnsFixture();
        var third = new DnsFixture()) {
      third.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
      third.validate();
      var result = lookup(dns.server(), second.server(), third.server()).lookup(URL);
      assertThat(result.by()).isEqualTo(new AnsweredBy(third.server(), DnsTransport.UDP, true));
      third.fallSilent();
      result = lookup(dns.server(), second.server(), third.server()).lookup(URL);
      assertThat(result.by()).isEqualTo(new AnsweredBy(dns.server(), DnsTransport.UDP, false));
    }
  }

  @Test
  void lookup_brokenRecord_nextServer() throws Exception {
    dns.put(NAME, List.of(List.of("v=bt1;m=magnet:?xt=nonsense")));
    try (var next = new DnsFixture()) {
      next.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
      var result = lookup(dns.server(), next.server()).lookup(URL);
      assertThat(result.by().server()).isEqualTo(next.server());
    }
  }

  /** RFC 8767: a cache that cannot ask hands out what it has. */
  @Test
  void lookup_expired_nextServer() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    dns.expire();
    assertThat(present().freshness()).isEqualTo(Freshness.EXPIRED);
    try (var next = new DnsFixture()) {
      next.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
      next.own();
      var result = (LookupResult.Present) lookup(dns.server(), next.server()).lookup(URL);
      assertThat(result.by().server()).isEqualTo(next.server());
      assertThat(result.freshness()).isEqualTo(Freshness.CURRENT);
    }
  }

  @Test
  void lookup_freshness() throws Exception {
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    assertThat(present().freshness()).isEqualTo(Freshness.CACHED);
    assertThat(Freshness.CACHED.describe(Duration.ofMinutes(5))).contains("for another 300 s");
  }

  @Test
  void lookup_hostWithUnderscore() throws Exception {
    var url = DownloadUrl.parse("my_files.example.org:8080/pub/file.bin");
    String name = RequestHash.ofPath("/pub/file.bin").nameUnder("my_files.example.org");
    assertThat(DownloadUrl.fallbackName(url)).isEqualTo(name);
    dns.put(name, FallbackRecords.of(content.metainfo().toBytes()));
    assertThat(lookup(dns.server()).lookup(url)).isInstanceOf(LookupResult.Present.class);
  }
}
