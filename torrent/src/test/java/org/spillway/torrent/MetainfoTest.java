package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;

class MetainfoTest {
  private static final int PIECE = 16 * 1024;
  private static final TorrentUrls URLS =
      new TorrentUrls(
          List.of(
              List.of("http://a.example/announce", "http://b.example/announce"),
              List.of("udp://c.example:6969")),
          List.of("http://a.example/seed/a.bin"));

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void ofFile_parsedAgain(TorrentFormat format) throws Exception {
    for (int length : new int[] {0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE, 5 * PIECE + 1}) {
      var hashes = Content.hashes(format, PIECE, Content.of(length, 1));
      var metainfo = Metainfo.ofFile("größe.bin", hashes, URLS);
      var parsed = Metainfo.parse(metainfo.toBytes());
      assertThat(parsed).isEqualTo(metainfo).hasSameHashCodeAs(metainfo);
      assertThat(parsed.toBytes()).isEqualTo(metainfo.toBytes());
      assertThat(parsed.urls()).isEqualTo(URLS);
      requireInfo(parsed.info(), format, length);
      var layers = hashes.piecesRoot().flatMap(parsed::pieceLayer);
      assertThat(layers).isEqualTo(hashes.pieceLayer());
    }
  }

  private static void requireInfo(InfoDictionary info, TorrentFormat format, int length) {
    assertThat(info.format()).isEqualTo(format);
    assertThat(info.name()).isEqualTo("größe.bin");
    assertThat(info.length()).isEqualTo(length);
    assertThat(info.pieceLength()).isEqualTo(PIECE);
    assertThat(info.pieceCount()).isEqualTo((length + PIECE - 1) / PIECE);
    assertThat(info.isSingleFile()).isTrue();
    assertThat(info.isPrivate()).isFalse();
  }

  @Test
  void toBytes_v1() {
    byte[] content = {'a'};
    var hashes = Content.hashes(TorrentFormat.V1, PIECE, content);
    var metainfo = Metainfo.ofFile("a", hashes, TorrentUrls.NONE);
    String sha1 = new String(Digests.sha1().digest(content), ISO_8859_1);
    assertThat(new String(metainfo.toBytes(), ISO_8859_1))
        .isEqualTo("d4:infod6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:" + sha1 + "ee");
  }

  @Test
  void ofFile_sameFileSameInfoHash() {
    var hashes = Content.hashes(TorrentFormat.HYBRID, PIECE, Content.of(100, 1));
    assertThat(Metainfo.ofFile("a", hashes, URLS).info())
        .isEqualTo(Metainfo.ofFile("a", hashes, TorrentUrls.NONE).info());
  }

  @Test
  void withUrls_replacesAll() throws Exception {
    var metainfo = metainfo(URLS);
    var other = new TorrentUrls(List.of(List.of("http://d.example/announce")), List.of());
    var changed = metainfo.withUrls(other);
    assertThat(changed.urls()).isEqualTo(other);
    assertThat(changed).isEqualTo(metainfo(other)).isEqualTo(Metainfo.parse(changed.toBytes()));
    assertThat(metainfo.withUrls(TorrentUrls.NONE)).isEqualTo(metainfo(TorrentUrls.NONE));
  }

  @Test
  void toBytes_keysOfUrls() throws Exception {
    assertThat(keys(metainfo(URLS)))
        .containsExactly("announce", "announce-list", "info", "piece layers", "url-list");
    var oneTracker = new TorrentUrls(List.of(List.of("http://d.example/announce")), List.of());
    assertThat(keys(metainfo(oneTracker))).containsExactly("announce", "info", "piece layers");
  }

  @Test
  void withUrls_keepsUnknownKeys() throws Exception {
    var info = Bencode.decode(metainfo(URLS).info().toBytes());
    var file =
        BencodeDictionary.builder().put("info", info).put("comment", "hello").put("nodes", 1);
    var parsed = Metainfo.parse(file.build().encode()).withUrls(URLS);
    assertThat(keys(parsed))
        .containsExactly("announce", "announce-list", "comment", "info", "nodes", "url-list");
  }

  private static List<String> keys(Metainfo metainfo) throws Exception {
    var dictionary = (BencodeDictionary) Bencode.decode(metainfo.toBytes());
    return dictionary.entries().keySet().stream().map(BencodeString::text).toList();
  }

  @Test
  void withoutPieceLayers_sameInfoHash() throws Exception {
    var metainfo = metainfo(URLS);
    var shorter = metainfo.withoutPieceLayers();
    var root = metainfo.info().files().get(0).piecesRoot().orElseThrow();
    assertThat(metainfo.pieceLayer(root)).isPresent();
    assertThat(shorter.pieceLayer(root)).isEmpty();
    assertThat(shorter.info()).isEqualTo(metainfo.info());
    assertThat(shorter.urls()).isEqualTo(URLS);
    assertThat(Metainfo.parse(shorter.toBytes())).isEqualTo(shorter);
  }

  /** An info dictionary that came from peers alone (BEP 9) has no piece layers yet. */
  @Test
  void of_layersNotKnown() throws Exception {
    var metainfo = metainfo(URLS);
    assertThat(Metainfo.of(metainfo.info(), List.of(), URLS))
        .isEqualTo(metainfo.withoutPieceLayers());
  }

  @Test
  void of_layersOfAnotherFile() {
    var other = Content.hashes(TorrentFormat.V2, PIECE, Content.of(4 * PIECE, 99));
    var layers = List.of(other.pieceLayer().orElseThrow());
    assertThatThrownBy(() -> Metainfo.of(metainfo(URLS).info(), layers, URLS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("piece layers: none for a.bin (65536 bytes)");
  }

  @Test
  void ofFile_unsafeName() {
    var hashes = Content.hashes(TorrentFormat.V1, PIECE, new byte[1]);
    assertThatThrownBy(() -> Metainfo.ofFile("../a", hashes, URLS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("info.name: '../a' cannot be a file's name");
  }

  /**
   * BEP 12: announce-list replaces announce, but an empty one, as some programs write, does not.
   */
  @Test
  void urls_emptyAnnounceList() throws Exception {
    var empty = BencodeList.of(BencodeList.of(), BencodeList.of(BencodeString.of("")));
    var file = file().put("announce", "http://a.example/").put("announce-list", empty);
    assertThat(Metainfo.parse(file.build().encode()).urls().announceTiers())
        .containsExactly(List.of("http://a.example/"));
  }

  @Test
  void urls_announceListFirst() throws Exception {
    var tiers = BencodeList.of(BencodeList.ofTexts(List.of("http://b.example/")));
    var file = file().put("announce", "http://a.example/").put("announce-list", tiers);
    assertThat(Metainfo.parse(file.build().encode()).urls().trackers())
        .containsExactly("http://b.example/");
  }

  /** BEP 19: one URL or a list of them. */
  @Test
  void urls_webSeeds() throws Exception {
    var one = Metainfo.parse(file().put("url-list", "http://a.example/").build().encode());
    assertThat(one.urls().webSeeds()).containsExactly("http://a.example/");
    var none = Metainfo.parse(file().put("url-list", "").build().encode());
    assertThat(none.urls()).isEqualTo(TorrentUrls.NONE);
    var two = BencodeList.ofTexts(List.of("http://a.example/", "", "http://b.example/"));
    assertThat(Metainfo.parse(file().put("url-list", two).build().encode()).urls().webSeeds())
        .containsExactly("http://a.example/", "http://b.example/");
  }

  @Test
  void urls_tiersWithoutUrls() {
    var urls = new TorrentUrls(List.of(List.of(), List.of("a"), List.of()), List.of());
    assertThat(urls.announceTiers()).containsExactly(List.of("a"));
  }

  private static BencodeDictionary.Builder file() throws Exception {
    return BencodeDictionary.builder().put("info", Bencode.decode(metainfo(URLS).info().toBytes()));
  }

  private static Metainfo metainfo(TorrentUrls urls) {
    var hashes = Content.hashes(TorrentFormat.HYBRID, PIECE, Content.of(4 * PIECE, 1));
    return Metainfo.ofFile("a.bin", hashes, urls);
  }
}
