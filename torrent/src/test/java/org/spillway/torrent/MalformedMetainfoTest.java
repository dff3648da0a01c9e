package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;

class MalformedMetainfoTest {
  private static final int PIECE = 16 * 1024;

  @Test
  void parse_noBencode() {
    requireMalformed("d4:inf".getBytes(US_ASCII))
        .hasMessage("byte 1: a string of 4 bytes where 3 are left");
    requireMalformed("<html>".getBytes(US_ASCII))
        .hasMessage("byte 0: a value begins with i, l, d or a digit, not '<'");
    requireMalformed(new byte[0]).hasMessage("byte 0: the input ends within a value");
    requireMalformed("le".getBytes(US_ASCII)).hasMessage("byte 0: a metainfo file is a dictionary");
  }

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void parse_truncatedAnywhere(TorrentFormat format) {
    byte[] file = Content.metainfo(format, PIECE, Content.of(3 * PIECE, 1)).toBytes();
    for (int length = 0; length < file.length; length++) {
      requireMalformed(Arrays.copyOf(file, length)).hasMessageStartingWith("byte ");
    }
  }

  @Test
  void parse_infoMissing() {
    requireMalformed("de".getBytes(US_ASCII)).hasMessage("info: missing");
    requireMalformed("d4:infolee".getBytes(US_ASCII)).hasMessage("info: a dictionary is expected");
    assertThatThrownBy(() -> InfoDictionary.parse("le".getBytes(US_ASCII)))
        .hasMessage("info: a dictionary is expected");
    assertThatThrownBy(() -> InfoDictionary.parse("d".getBytes(US_ASCII)))
        .isInstanceOf(MalformedMetainfoException.class)
        .hasMessage("byte 1: the input ends within a value");
  }

  @ParameterizedTest
  @CsvSource({
    "V1, name, a string is expected",
    "V1, piece length, missing",
    "V1, pieces, missing",
    "HYBRID, name, a string is expected",
    "HYBRID, piece length, missing",
    "HYBRID, file tree, missing",
    "V2, name, a string is expected",
    "V2, piece length, missing",
    "V2, file tree, missing",
  })
  void parse_keyMissing(TorrentFormat format, String key, String problem) {
    requireMalformed(changed(format, key, null)).hasMessage("info.%s: %s", key, problem);
  }

  @Test
  void parse_neitherLengthNorFiles() {
    requireMalformed(changed(TorrentFormat.V1, "length", null)).hasMessage("info.files: missing");
    requireMalformed(changed(TorrentFormat.HYBRID, "length", null))
        .hasMessage("info.files: missing");
  }

  @ParameterizedTest
  @CsvSource({
    "V1, name, a string",
    "V1, piece length, an integer",
    "V1, pieces, a string",
    "V1, length, an integer",
    "V2, file tree, a dictionary",
    "V2, meta version, an integer",
  })
  void parse_wrongKind(TorrentFormat format, String key, String kind) {
    requireMalformed(changed(format, key, BencodeList.of()))
        .hasMessage("info.%s: %s is expected", key, kind);
  }

  @ParameterizedTest
  @CsvSource({
    "V1, length, -1, not -1: it cannot be below zero",
    "V1, piece length, 0, '1 to 2147483647, not 0'",
    "V1, piece length, -5, not -5: it cannot be below zero",
    "V1, piece length, 2147483648, '1 to 2147483647, not 2147483648'",
    "V2, piece length, 8192, 'a power of two from 16384 up, not 8192'",
    "HYBRID, piece length, 20000, 'a power of two from 16384 up, not 20000'",
    "V2, meta version, 3, '1 or 2, not 3'",
    "V1, length, 9223372036854775807, 562949953421312 pieces are too many",
  })
  void parse_numberOutOfRange(TorrentFormat format, String key, long value, String problem) {
    String place = problem.endsWith("too many") ? "piece length" : key;
    requireMalformed(changed(format, key, new BencodeInteger(value)))
        .hasMessage("info.%s: %s", place, problem);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "16383, 1",
    "16384, 1",
    "16385, 2",
    "32768, 2",
    "32769, 3",
    "81920, 5"
  })
  void parse_pieces(long length, int pieces) throws Exception {
    byte[] right = v1(length, new byte[20 * pieces]);
    assertThat(Metainfo.parse(right).info().pieceCount()).isEqualTo(pieces);
    for (int bytes : new int[] {20 * pieces - 20, 20 * pieces - 1, 20 * pieces + 20}) {
      if (bytes >= 0) {
        requireMalformed(v1(length, new byte[bytes]))
            .hasMessage("info.pieces: %d bytes for %d pieces of 20 bytes", bytes, pieces);
      }
    }
  }

  private static byte[] v1(long length, byte[] pieces) {
    return file(
        BencodeDictionary.builder()
            .put("name", "a")
            .put("length", length)
            .put("piece length", PIECE)
            .put("pieces", pieces)
            .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../etc", "a/b", "/", "a\0b"})
  void parse_unsafeName(String name) {
    String problem = "'" + name + "' cannot be a file's name";
    requireMalformed(changed(TorrentFormat.V1, "name", BencodeString.of(name)))
        .hasMessage("info.name: " + problem);
    var leaf = BencodeDictionary.builder().put("length", 0).build();
    var file = BencodeDictionary.builder().put("", leaf).build();
    var tree = BencodeDictionary.builder().put(name, file).build();
    requireMalformed(changed(TorrentFormat.V2, "file tree", tree))
        .hasMessage("info.file tree: " + problem);
    var folder = BencodeDictionary.builder().put("folder", tree).build();
    if (!name.isEmpty()) {
      requireMalformed(changed(TorrentFormat.V2, "file tree", folder))
          .hasMessage("info.file tree/folder: " + problem);
    }
  }

  @Test
  void parse_nameNotUtf8() {
    var name = BencodeString.of(new byte[] {'a', (byte) 0xff});
    requireMalformed(changed(TorrentFormat.V1, "name", name)).hasMessage("info.name: not UTF-8");
  }

  @Test
  void parse_pieceLayers() throws Exception {
    var metainfo = Content.metainfo(TorrentFormat.V2, PIECE, Content.of(3 * PIECE, 1));
    var root = metainfo.info().files().get(0).piecesRoot().orElseThrow();
    var info = metainfo.info().toBencode();
    var layer = metainfo.pieceLayer(root).orElseThrow().toBytes();
    byte[] other = layer.clone();
    other[0]++;
    var none = BencodeDictionary.builder().build();
    requireMalformed(withLayers(info, none))
        .hasMessage("piece layers: none for a.bin (49152 bytes)");
    requireMalformed(withLayers(info, BencodeString.of("")))
        .hasMessage("piece layers: a dictionary is expected");
    requireMalformed(withLayers(info, layer(root, BencodeList.of())))
        .hasMessage("piece layers: none for a.bin (49152 bytes)");
    requireMalformed(withLayers(info, layer(root, BencodeString.of(new byte[64]))))
        .hasMessage("piece layers: 64 bytes for the 3 pieces of a.bin (49152 bytes)");
    requireMalformed(withLayers(info, layer(root, BencodeString.of(other))))
        .hasMessage("piece layers: not those of a.bin (49152 bytes)");
    assertThat(Metainfo.parse(withLayers(info, layer(root, BencodeString.of(layer)))))
        .isEqualTo(metainfo);
  }

  private static BencodeDictionary layer(Sha256 root, BencodeValue layer) {
    var entries = new TreeMap<BencodeString, BencodeValue>();
    entries.put(BencodeString.of(root.toBytes()), layer);
    return BencodeDictionary.of(entries);
  }

  private static byte[] withLayers(BencodeDictionary info, BencodeValue layers) {
    return BencodeDictionary.builder()
        .put("info", info)
        .put("piece layers", layers)
        .build()
        .encode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"announce", "url-list", "announce-list"})
  void parse_urlOfAnotherKind(String key) {
    var info = Content.metainfo(TorrentFormat.V1, PIECE, new byte[1]).info().toBencode();
    var number = new BencodeInteger(1);
    var list = BencodeList.of(BencodeList.of(number));
    var file = BencodeDictionary.builder().put("info", info).put(key, list);
    requireMalformed(file.build().encode()).hasMessage("%s: a URL is expected", key);
    file.put(key, number);
    String expected = key.equals("announce-list") ? "a list is expected" : "a URL is expected";
    requireMalformed(file.build().encode()).hasMessage("%s: %s", key, expected);
  }

  @Test
  void parse_hugeAnnounceUrl() {
    var info = Content.metainfo(TorrentFormat.V1, PIECE, new byte[1]).info().toBencode();
    byte[] url = new byte[100_000_000];
    Arrays.fill(url, (byte) 'a');
    var file = BencodeDictionary.builder().put("info", info).put("announce", url).build();
    requireMalformed(file.encode()).hasMessage("announce: a URL of 100000000 bytes, at most 8192");
  }

  @Test
  void parse_longestUrl() throws Exception {
    var info = Content.metainfo(TorrentFormat.V1, PIECE, new byte[1]).info().toBencode();
    String url = "h".repeat(Metainfo.MAX_URL);
    var file = BencodeDictionary.builder().put("info", info);
    assertThat(Metainfo.parse(file.put("announce", url).build().encode()).urls().trackers())
        .isEqualTo(List.of(url));
    requireMalformed(file.put("announce", url + "h").build().encode())
        .hasMessage("announce: a URL of 8193 bytes, at most 8192");
  }

  private static byte[] changed(TorrentFormat format, String key, @Nullable BencodeValue value) {
    var info = Content.metainfo(format, PIECE, Content.of(PIECE, 1)).info();
    var entries = new TreeMap<>(info.toBencode().entries());
    if (value == null) {
      entries.remove(BencodeString.of(key));
    } else {
      entries.put(BencodeString.of(key), value);
    }
    return file(BencodeDictionary.of(entries));
  }

  private static byte[] file(BencodeDictionary info) {
    return BencodeDictionary.builder().put("info", info).build().encode();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> requireMalformed(byte[] file) {
    return assertThatThrownBy(() -> Metainfo.parse(file))
        .isInstanceOf(MalformedMetainfoException.class);
  }
}
