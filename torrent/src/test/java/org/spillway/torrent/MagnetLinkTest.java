package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagnetLinkTest {
  private static final long SEED = 20_260_106;
  private static final String V1 = "c9e15763f722f23e98a29decdfae341b98d53056";
  private static final String V2 =
      "d8dd32ac93357c368556af3ac1d95c9d76bd0dff6fa9833ecdac3d53134efabb";
  private static final String BTIH = "magnet:?xt=urn:btih:" + V1;

  /** BEP 9. */
  @Test
  void parse_everyPart() throws Exception {
    var link =
        MagnetLink.parse(
            BTIH
                + "&dn=a%20file+%C3%BC&xl=100&tr=http%3A%2F%2Fa.example%2Fx%3Fy%3D1%2B2"
                + "&tr=udp://b.example:6969&ws=http://c.example/f&x.pe=192.0.2.1:6881"
                + "&x.pe=%5B2001:db8::1%5D:6881");
    assertThat(link.infoHash()).contains(InfoHash.parse(V1));
    assertThat(link.infoHashV2()).isEmpty();
    assertThat(link.swarmHash()).isEqualTo(InfoHash.parse(V1));
    assertThat(link.name()).contains("a file ü");
    assertThat(link.length()).hasValue(100);
    assertThat(link.urls())
        .isEqualTo(
            new TorrentUrls(
                List.of(List.of("http://a.example/x?y=1+2"), List.of("udp://b.example:6969")),
                List.of("http://c.example/f")));
    assertThat(link.peers()).containsExactly("192.0.2.1:6881", "[2001:db8::1]:6881");
    assertThat(MagnetLink.parse(link.toString())).isEqualTo(link).hasSameHashCodeAs(link);
  }

  /** BEP 52: "magnet:?xt=urn:btmh:&lt;tagged-info-hash&gt;", a multihash. */
  @Test
  void parse_v2() throws Exception {
    var link = MagnetLink.parse("magnet:?xt=urn:btmh:1220" + V2);
    assertThat(link.infoHash()).isEmpty();
    assertThat(link.infoHashV2()).contains(InfoHashV2.parse(V2));
    assertThat(link.swarmHash()).hasToString(V2.substring(0, 40));
    assertThat(link).hasToString("magnet:?xt=urn:btmh:1220" + V2);
  }

  @Test
  void parse_hybrid() throws Exception {
    var link = MagnetLink.parse("magnet:?xt.1=urn:btmh:1220" + V2 + "&xt.2=urn:btih:" + V1);
    assertThat(link.infoHash()).contains(InfoHash.parse(V1));
    assertThat(link.infoHashV2()).contains(InfoHashV2.parse(V2));
    assertThat(link.swarmHash()).hasToString(V1);
    assertThat(link).hasToString(BTIH + "&xt=urn:btmh:1220" + V2);
  }

  /** BEP 9: 32 digits are Base32, which older links have. */
  @ParameterizedTest
  @ValueSource(strings = {"ZHQVOY7XELZD5GFCTXWN7LRUDOMNKMCW", "zhqvoy7xelzd5gfctxwn7lrudomnkmcw"})
  void parse_base32(String base32) throws Exception {
    assertThat(MagnetLink.parse("magnet:?xt=urn:btih:" + base32).infoHash())
        .contains(InfoHash.parse(V1));
  }

  @Test
  void parse_upperCase() throws Exception {
    assertThat(MagnetLink.parse("MAGNET:?xt=urn:btih:" + V1.toUpperCase(Locale.ROOT)))
        .hasToString(BTIH);
  }

  /** BEP 53 ({@code so}) selects files; whoever does not know it takes all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "&so=0,2,4-6",
        "&xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C",
        "&xt=urn:btmh:1114" + V1,
        "&xt=urn:btih:0000000000000000000000000000000000000000",
        "&",
        "&&",
        "&tr",
        "&tr=",
        "&dn=",
        "&=x",
        "&x.unknown=1",
      })
  void parse_leftOut(String more) throws Exception {
    assertThat(MagnetLink.parse(BTIH + more)).hasToString(BTIH);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, a magnet link must begin with magnet:?",
        "http://a.example/, a magnet link must begin with magnet:?",
        "magnet:xt=urn:btih:0, a magnet link must begin with magnet:?",
        "magnet:?, xt: there is no infohash",
        "magnet:?dn=a, xt: there is no infohash",
        "magnet:?xt=urn:sha1:ABC, xt: there is no infohash",
        "magnet:?xt=urn:btih:00ff, `xt: an infohash has 40 hex digits, not 4`",
        "magnet:?xt=urn:btmh:122000ff, `xt: a v2 infohash has 64 hex digits, not 4`",
        "magnet:?xt=urn:btih:ZHQVOY7XELZD5GFCTXWN7LRUDOMNKMC1, xt: '1' is no Base32 digit",
        "magnet:?xt=urn:btih:ZHQVOY7XELZD5GFCTXWN7LRUDOMNKMCß, xt: 'ß' is no Base32 digit",
        "magnet:?xt=urn:btih:ZHQVOY7XELZD5GFCTXWN7LRUDOMNKMCſ, xt: 'ſ' is no Base32 digit",
        "magnet:?dn=%zz, percent-encoding is wrong in '%zz'",
        "magnet:?dn=%4, percent-encoding is wrong in '%4'",
        "magnet:?xl=1e9, xl: '1e9' is not a length",
        "magnet:?xl=-1, xl: '-1' is not a length",
        "magnet:?xl=18446744073709551615, xl: '18446744073709551615' is not a length",
      })
  void parse_malformed(String text, String problem) {
    assertThatThrownBy(() -> MagnetLink.parse(text))
        .isInstanceOf(MalformedMagnetLinkException.class)
        .hasMessage(problem);
  }

  @Test
  void parse_noHexDigit() {
    assertThatThrownBy(() -> MagnetLink.parse("magnet:?xt=urn:btih:" + "g".repeat(40)))
        .isInstanceOf(MalformedMagnetLinkException.class)
        .hasMessageStartingWith("xt: ");
  }

  @Test
  void build_wrong() {
    assertThatThrownBy(() -> MagnetLink.builder().name("a").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a magnet link needs an infohash");
    assertThatThrownBy(() -> MagnetLink.builder().length(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_escaped() {
    var link = MagnetLink.builder().infoHash(InfoHash.parse(V1)).name("a&b=c d+ü").build();
    assertThat(link).hasToString(BTIH + "&dn=a%26b%3Dc%20d%2B%C3%BC");
  }

  @Test
  void of_hybridMetainfo() {
    var urls = new TorrentUrls(List.of(List.of("http://t/")), List.of("http://w/"));
    var metainfo = Content.metainfo(TorrentFormat.HYBRID, 16384, new byte[5]).withUrls(urls);
    var info = metainfo.info();
    assertThat(MagnetLink.of(metainfo))
        .hasToString(
            "magnet:?xt=urn:btih:%s&xt=urn:btmh:1220%s&dn=a.bin&xl=5&tr=http%%3A%%2F%%2Ft%%2F&ws=http%%3A%%2F%%2Fw%%2F"
                .formatted(info.infoHash().orElseThrow(), info.infoHashV2().orElseThrow()));
  }

  @Test
  void names_everyInfoHash() {
    var info = Content.metainfo(TorrentFormat.HYBRID, 16384, new byte[5]).info();
    var v1 = info.infoHash().orElseThrow();
    var v2 = info.infoHashV2().orElseThrow();
    assertThat(MagnetLink.builder().infoHash(v1).build().names(info)).isTrue();
    assertThat(MagnetLink.builder().infoHashV2(v2).build().names(info)).isTrue();
    assertThat(MagnetLink.builder().infoHash(v1).infoHashV2(v2).build().names(info)).isTrue();
    var other = MagnetLink.builder().infoHash(v1).infoHashV2(InfoHashV2.parse(V2)).build();
    assertThat(other.names(info)).isFalse();
  }

  @Test
  void parse_randomLinks() throws Exception {
    System.out.println("MagnetLinkTest: seed " + SEED);
    var random = new Random(SEED);
    var texts = new RandomMetainfo(SEED);
    for (int i = 0; i < 5_000; i++) {
      var link = link(random, texts);
      var parsed = MagnetLink.parse(link.toString());
      assertThat(parsed).isEqualTo(link);
      assertThat(parsed.name()).isEqualTo(link.name());
      assertThat(parsed.urls()).isEqualTo(link.urls());
      assertThat(parsed.peers()).isEqualTo(link.peers());
      assertThat(parsed.length()).isEqualTo(link.length());
    }
  }

  private static MagnetLink link(Random random, RandomMetainfo texts) {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    var link = MagnetLink.builder().name(texts.name()).length(random.nextInt(1 << 30));
    if (random.nextBoolean()) {
      link.infoHashV2(InfoHashV2.of(hash));
    } else {
      link.infoHash(InfoHashV2.of(hash).truncated());
    }
    var urls = texts.urls();
    urls.trackers().forEach(link::tracker);
    urls.webSeeds().forEach(link::webSeed);
    return link.peer("[2001:db8::1]:" + random.nextInt(65536)).build();
  }
}
