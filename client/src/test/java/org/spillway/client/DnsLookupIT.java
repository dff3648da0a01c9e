package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackProfile;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.spillway.torrent.fallback.PublishedForm;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Rcode;

/** The records that are found, and those behind an alias. */
class DnsLookupIT extends DnsLookupTestBase {
  @Test
  void lookup_plain() throws Exception {
    byte[] torrent = content.metainfo().toBytes();
    dns.put(NAME, FallbackRecords.of(torrent));
    var result = present();
    assertThat(result.name()).isEqualTo(NAME).endsWith("._torrent.localhost");
    assertThat(result.by()).isEqualTo(new AnsweredBy(dns.server(), DnsTransport.UDP, false));
    assertThat(result.form()).isEqualTo(Route.DNS_PLAIN);
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
    assertThat(result.form()).isEqualTo(Route.DNS_TAGGED);
    assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(torrent));
    assertThat(result.by().transport()).isEqualTo(DnsTransport.TCP);
    assertThat(dns.overUdp()).isEqualTo(1);
    assertThat(dns.overTcp()).isEqualTo(1);
  }

  @Test
  void lookup_magnet() throws Exception {
    var magnet = MagnetLink.of(content.metainfo());
    dns.put(NAME, FallbackRecords.of(magnet));
    var result = present();
    assertThat(result.form()).isEqualTo(Route.DNS_MAGNET);
    assertThat(result.answer()).isEqualTo(new FallbackAnswer.Magnet(magnet));
  }

  @Test
  void lookup_noRecord() throws Exception {
    var result = lookup(dns.server()).lookup(URL);
    assertThat(((LookupResult.Absent) result).status()).isEqualTo("NXDOMAIN");
    dns.answerOthers(Rcode.NOERROR);
    result = lookup(dns.server()).lookup(URL);
    assertThat(((LookupResult.Absent) result).status()).isEqualTo("NODATA");
  }

  /** Records stand at the path as the server spells it, and people write it in other ways. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pub/g%2B%2B%20(1)@%40.deb",
        "/pub/g%2b%2B%20%281%29%40@.deb?utm_source=x",
        "/pub/g++%20(1)@@.deb?"
      })
  void lookup_otherSpelling(String target) throws Exception {
    String name = RequestHash.ofPath("/pub/g++ (1)@@.deb").nameUnder("localhost");
    dns.put(name, FallbackRecords.of(content.metainfo().toBytes()));
    var result = lookup(dns.server()).lookup(URI.create("http://localhost:8080" + target));
    assertThat(result).isInstanceOf(LookupResult.Present.class);
    assertThat(result.name()).isEqualTo(name);
  }

  /** A query may name another file, so that its own records come first. */
  @Test
  void lookup_withQuery_prefersItsOwnRecords() throws Exception {
    var url = URI.create("http://localhost:8080/pub/file.bin?v=2");
    dns.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
    assertThat(lookup(dns.server()).lookup(url).name()).isEqualTo(NAME);
    String own = DownloadUrl.fallbackName(url);
    dns.put(own, FallbackRecords.of(content.metainfo().toBytes()));
    assertThat(lookup(dns.server()).lookup(url).name()).isEqualTo(own);
  }

  @Test
  void lookup_otherRecords() throws Exception {
    dns.put(NAME, List.of(List.of("v=spf1 -all"), List.of("ZDNet-site-verification=1")));
    var result = lookup(dns.server()).lookup(URL);
    assertThat(((LookupResult.Absent) result).status()).isEqualTo("it has other TXT records only");
  }

  @Test
  void lookup_brokenMagnet() {
    dns.put(NAME, List.of(List.of("v=bt1;m=magnet:?xt=nonsense")));
    assertThatThrownBy(this::present)
        .isInstanceOf(MalformedRecordsException.class)
        .hasMessageStartingWith("magnet link: ");
  }

  @Test
  void lookup_amongOddRecords() throws Exception {
    byte[] torrent = content.metainfo().toBytes();
    List<List<String>> records = new ArrayList<>();
    records.add(List.of("ZDNet-site-verification=1"));
    records.add(List.of("v=bt1;m=magnet:?xt=nonsense"));
    records.addAll(FallbackRecords.of(torrent));
    dns.put(NAME, records);
    assertThat(present().answer()).isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  @ParameterizedTest
  @EnumSource
  void lookup_split(FallbackProfile profile) throws Exception {
    byte[] torrent = bytes(400_000);
    var form = FallbackRecords.of(torrent, profile);
    dns.put(NAME, form);
    var result = present();
    assertThat(result.form()).isEqualTo(Route.DNS_SPLIT);
    assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(torrent));
    int records = form.parts().stream().mapToInt(List::size).sum();
    assertThat(result.records()).isEqualTo(1 + records);
    assertThat(result.ttl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(dns.overUdp()).as("parts are asked for over TCP").isEqualTo(1);
    assertThat(dns.overTcp()).isEqualTo(form.parts().size());
  }

  @Test
  void lookup_splitWithoutAPart() {
    dns.put(NAME, FallbackRecords.of(bytes(100_000), FallbackProfile.DEFAULT));
    dns.remove(PublishedForm.partName(2, NAME));
    assertThatThrownBy(this::present)
        .isInstanceOf(MalformedRecordsException.class)
        .hasMessageContaining("without its parts [2]: of 10 records 5, 6, 7, 8 are missing");
  }

  @Test
  void lookup_splitWhosePartNobodyKnows() {
    dns.put(NAME, FallbackRecords.of(bytes(100_000), FallbackProfile.DEFAULT));
    String part = PublishedForm.partName(2, NAME);
    dns.remove(part);
    dns.answerOthers(Rcode.SERVFAIL);
    assertThatThrownBy(this::present)
        .isInstanceOf(DownloadException.class)
        .hasMessage("no name server answers for %s (%s: SERVFAIL)", part, dns.server());
  }

  /** A cache can have the new base beside old parts: another server has both of one time. */
  @Test
  void lookup_splitOfTwoTimes_nextServer() throws Exception {
    var form = FallbackRecords.of(bytes(100_000), FallbackProfile.DEFAULT);
    dns.put(NAME, form);
    dns.put(PublishedForm.partName(2, NAME), otherPart());
    try (var next = new DnsFixture()) {
      next.put(NAME, form);
      var result = (LookupResult.Present) lookup(dns.server(), next.server()).lookup(URL);
      assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(bytes(100_000)));
      assertThat(result.by().server()).isEqualTo(next.server());
      next.remove(NAME);
      assertThatThrownBy(() -> lookup(dns.server(), next.server()).lookup(URL))
          .isInstanceOf(MalformedRecordsException.class)
          .hasMessageContaining("of 10 records 5, 6, 7, 8 are missing");
    }
  }

  private static List<List<String>> otherPart() {
    return FallbackRecords.of(bytes(90_000), FallbackProfile.DEFAULT).parts().get(1);
  }

  private static final URI ALIAS = URI.create("http://dl.example.org/pub//file.bin");

  /** The host cannot delegate, but leads to one that has. */
  @Test
  void lookup_aliasOfTheHost() throws Exception {
    dns.alias("dl.example.org", "CDN.example.net");
    dns.alias("cdn.example.net", "node_7.example.net");
    String name = RequestHash.ofPath("/pub/file.bin").nameUnder("node_7.example.net");
    dns.put(name, FallbackRecords.of(content.metainfo().toBytes()));
    var result = lookup(dns.server()).lookup(ALIAS);
    assertThat(result).isInstanceOf(LookupResult.Present.class);
    assertThat(result.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dl.example.org", "other.example.org", "x.localhost", "a\\000b.example.org"})
  void lookup_aliasThatLeadsNowhere(String target) throws Exception {
    dns.alias("dl.example.org", target);
    dns.alias("other.example.org", "dl.example.org");
    var result = lookup(dns.server()).lookup(ALIAS);
    assertThat(((LookupResult.Absent) result).name()).isEqualTo(DownloadUrl.fallbackName(ALIAS));
    assertThat(dns.overUdp()).isLessThan(40);
  }

  @Test
  void lookup_aliasesWithoutEnd() throws Exception {
    dns.alias("dl.example.org", "a1.example.org");
    for (int i = 1; i < 20; i++) {
      dns.alias("a" + i + ".example.org", "a" + (i + 1) + ".example.org");
    }
    String name = RequestHash.ofPath("/pub/file.bin").nameUnder("a12.example.org");
    dns.put(name, FallbackRecords.of(content.metainfo().toBytes()));
    assertThat(lookup(dns.server()).lookup(ALIAS)).isInstanceOf(LookupResult.Absent.class);
  }

  /** Somebody who forges the alias of an https URL's host could choose whose torrent it is. */
  @Test
  void lookup_aliasOfHttps_mustBeValidated() throws Exception {
    dns.alias("dl.example.org", "evil.example.net");
    String name = RequestHash.ofPath("/pub/file.bin").nameUnder("evil.example.net");
    dns.put(name, FallbackRecords.of(content.metainfo().toBytes()));
    var url = URI.create("https://dl.example.org/pub/file.bin");
    assertThat(lookup(dns.server()).lookup(url)).isInstanceOf(LookupResult.Absent.class);
    try (var doh = new DohFixture(dns)) {
      assertThat(lookup(doh.server()).lookup(url)).isInstanceOf(LookupResult.Present.class);
    }
  }

  /** A server that is no resolver knows the alias at the name itself, not what it leads to. */
  @Test
  void lookup_aliasOfTheName_isForAResolver() throws Exception {
    dns.alias(NAME, "x.example.net");
    try (var resolver = new DnsFixture()) {
      resolver.put(NAME, FallbackRecords.of(content.metainfo().toBytes()));
      var result = lookup(dns.server(), resolver.server()).lookup(URL);
      assertThat(result.by().server()).isEqualTo(resolver.server());
    }
  }
}
