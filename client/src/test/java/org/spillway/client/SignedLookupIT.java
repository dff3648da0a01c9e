package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.client.signature.SignatureVectors;
import org.spillway.client.signature.SignatureVerdict;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackProfile;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.PublishedForm;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.torrent.signature.SignedContent;
import org.spillway.torrent.signature.TorrentSigner;

/** Answers that nothing but a signature vouches for, from two servers. */
class SignedLookupIT {
  private static final String HOST = "dl.example.org";
  private static final URI URL = URI.create("https://dl.example.org/pub/file.bin");
  private static final String NAME = DownloadUrl.fallbackName(URL);

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final byte[] older = torrent(300_000);
  private final byte[] newer = torrent(400_000);
  private TorrentSigner signer;
  private DnsPolicy policy;
  private DnsFixture one;
  private DnsFixture two;

  @BeforeEach
  void start() throws Exception {
    var vectors = SignatureVectors.read();
    signer = vectors.signer("ec", "EC", HOST);
    one = new DnsFixture();
    two = new DnsFixture();
    policy =
        DnsPolicy.DEFAULT
            .withServers(List.of(one.server(), two.server()))
            .withTrustAnchors(List.of())
            .withWebPki(vectors.webPki());
  }

  @AfterEach
  void stop() throws Exception {
    one.close();
    two.close();
  }

  private static byte[] torrent(int length) {
    return Content.of(TorrentFormat.V1, length).metainfo().toBytes();
  }

  private void put(DnsFixture server, String name, byte[] torrent, Duration age) {
    put(server, name, FallbackRecords.toBeSigned(torrent, FallbackProfile.DEFAULT), torrent, age);
  }

  private void put(
      DnsFixture server, String name, PublishedForm form, byte[] torrent, Duration age) {
    var content = SignedContent.ofTorrent(torrent).orElseThrow();
    var target = new RequestHash(name.substring(0, 40));
    List<List<String>> base = new ArrayList<>(form.base());
    base.add(signer.sign(target, content, now.minus(age)).strings());
    server.put(name, new PublishedForm(base, form.parts()));
    putChain(server, name.substring(name.indexOf('.')));
  }

  private void putChain(DnsFixture server, String zone) {
    var chain = signer.chain();
    server.put(chain.id() + zone, FallbackRecords.of(chain.toBytes(), FallbackProfile.PORTABLE));
  }

  private LookupResult lookup() throws Exception {
    var patience = Duration.ofSeconds(9);
    var settings =
        ClientSettings.DEFAULT
            .withConnectTimeout(patience)
            .withReadTimeout(patience)
            .withStallTimeout(patience)
            .withDns(policy);
    return new DnsLookup(settings).lookup(URL);
  }

  private LookupResult.Present present() throws Exception {
    return (LookupResult.Present) lookup();
  }

  @Test
  void lookup_signed() throws Exception {
    put(one, NAME, newer, Duration.ofDays(1));
    var result = present();
    assertThat(result.by().validated()).isFalse();
    assertThat(result.isAuthentic()).isTrue();
    assertThat(result.signature())
        .isEqualTo(
            new SignatureVerdict.Valid(
                HOST, "CN=Authority of the vectors", now.minus(Duration.ofDays(1))));
    assertThat(result.answer()).isEqualTo(new FallbackAnswer.Torrent(newer));
  }

  @Test
  void lookup_split() throws Exception {
    byte[] large = torrent(70_000_000);
    var form = FallbackRecords.toBeSigned(large, FallbackProfile.PORTABLE);
    assertThat(form.isSplit()).isTrue();
    put(one, NAME, form, large, Duration.ZERO);
    assertThat(present().signature().isValid()).isTrue();
    assertThat(present().answer()).isEqualTo(new FallbackAnswer.Torrent(large));
  }

  /** Somebody has kept the first. */
  @Test
  void lookup_newerElsewhere() throws Exception {
    put(one, NAME, older, Duration.ofDays(9));
    put(two, NAME, newer, Duration.ofDays(2));
    assertThat(present().answer()).isEqualTo(new FallbackAnswer.Torrent(newer));
    assertThat(present().by().server()).isEqualTo(two.server());
  }

  @Test
  void lookup_olderElsewhere() throws Exception {
    put(one, NAME, newer, Duration.ofDays(2));
    put(two, NAME, older, Duration.ofDays(9));
    assertThat(present().answer()).isEqualTo(new FallbackAnswer.Torrent(newer));
  }

  @Test
  void lookup_firstIsNotSigned() throws Exception {
    one.put(NAME, FallbackRecords.of(older));
    put(two, NAME, newer, Duration.ofDays(2));
    assertThat(present().answer()).isEqualTo(new FallbackAnswer.Torrent(newer));
    assertThat(present().isAuthentic()).isTrue();
  }

  @Test
  void lookup_firstSaysThatThereIsNone() throws Exception {
    put(two, NAME, newer, Duration.ofDays(2));
    assertThat(present().isAuthentic()).isTrue();
  }

  @Test
  void lookup_certificatesAreElsewhere() throws Exception {
    put(one, NAME, newer, Duration.ofDays(2));
    one.remove(signer.chain().id() + NAME.substring(40));
    var result = present();
    assertThat(result.isAuthentic()).isFalse();
    assertThat(result.signature().toString())
        .contains(
            "its certificates cannot be fetched: there is no record at " + signer.chain().id());
  }

  /** Nobody vouches for the alias, but the host in the URL has signed what is there. */
  @Test
  void lookup_aliasThatIsNotValidated() throws Exception {
    one.alias(HOST, "cdn.example.net");
    String there = NAME.replace(HOST, "cdn.example.net");
    one.put(there, FallbackRecords.of(older));
    assertThat(lookup()).isInstanceOf(LookupResult.Absent.class);
    put(one, there, newer, Duration.ZERO);
    assertThat(present().isAuthentic()).isTrue();
    assertThat(present().name()).isEqualTo(there);
  }

  @Test
  void lookup_aliasThatSignsForItself() throws Exception {
    signer = SignatureVectors.read().signer("ec", "EC", "www.example.org");
    one.alias(HOST, "www.example.org");
    put(one, NAME.replace(HOST, "www.example.org"), newer, Duration.ZERO);
    var result = present();
    assertThat(result.isAuthentic()).isFalse();
    assertThat(result.signature().toString())
        .contains("it is for another host: www.example.org, not dl.example.org");
  }

  @Test
  void lookupAnother_takesNoOlderOne() throws Exception {
    put(one, NAME, newer, Duration.ofDays(2));
    var known = present();
    var lookup = new DnsLookup(ClientSettings.DEFAULT.withDns(policy));
    put(two, NAME, older, Duration.ofDays(9));
    assertThat(lookup.lookupAnother(URL, known)).isEmpty();
    put(two, NAME, older, Duration.ofDays(1));
    assertThat(lookup.lookupAnother(URL, known).orElseThrow().by().server())
        .isEqualTo(two.server());
  }

  /** About an http URL nothing depends on it, so that no certificates are asked for. */
  @Test
  void lookup_http() throws Exception {
    put(one, NAME, newer, Duration.ZERO);
    var lookup = new DnsLookup(ClientSettings.DEFAULT.withDns(policy));
    var url = URI.create("http://dl.example.org/pub/file.bin");
    var result = (LookupResult.Present) lookup.lookup(url);
    assertThat(result.signature()).isEqualTo(SignatureVerdict.none());
    var looking = (LookupResult.Present) lookup.withSignatures().lookup(url);
    assertThat(looking.signature().isValid()).isTrue();
  }
}
