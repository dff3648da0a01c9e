package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeValue;

class InfoDictionaryTest {
  private static final int PIECE = 16 * 1024;

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 1, 1", "16384, 1, 16384", "16385, 2, 1", "40000, 3, 7232"})
  void pieceSize_boundaries(int length, int count, int last) {
    for (TorrentFormat format : TorrentFormat.values()) {
      var info = Content.metainfo(format, PIECE, Content.of(length, 1)).info();
      long sum = 0;
      for (int piece = 0; piece < info.pieceCount(); piece++) {
        boolean isLast = piece == count - 1;
        assertThat(info.pieceSize(piece)).isEqualTo(isLast ? last : PIECE);
        sum += info.pieceSize(piece);
      }
      assertThat(info.pieceCount()).isEqualTo(count);
      assertThat(sum).isEqualTo(length);
      assertThatThrownBy(() -> info.pieceSize(count)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void v1PieceHash_eachPiece() {
    byte[] content = Content.of(PIECE + 1, 1);
    var info = Content.metainfo(TorrentFormat.HYBRID, PIECE, content).info();
    byte[] last = Digests.sha1().digest(new byte[] {content[PIECE]});
    assertThat(info.v1PieceHash(1)).hasValue(last);
    assertThatThrownBy(() -> info.v1PieceHash(2)).isInstanceOf(IndexOutOfBoundsException.class);
    var v2 = Content.metainfo(TorrentFormat.V2, PIECE, content).info();
    assertThat(v2.v1PieceHash(0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void swarmHashes_formats(TorrentFormat format) {
    var info = Content.metainfo(format, PIECE, new byte[1]).info();
    var v1 = InfoHash.ofInfo(info.toBytes());
    var v2 = InfoHashV2.ofInfo(info.toBytes());
    assertThat(info.infoHash().isPresent()).isEqualTo(format.hasV1());
    assertThat(info.infoHashV2().isPresent()).isEqualTo(format.hasV2());
    assertThat(info.swarmHash()).isEqualTo(format.hasV1() ? v1 : v2.truncated());
    var expected =
        switch (format) {
          case V1 -> List.of(v1);
          case HYBRID -> List.of(v1, v2.truncated());
          case V2 -> List.of(v2.truncated());
        };
    assertThat(info.swarmHashes()).isEqualTo(expected);
  }

  @Test
  void parse_ownBytes() throws Exception {
    var info = Content.metainfo(TorrentFormat.V1, PIECE, new byte[1]).info();
    assertThat(InfoDictionary.parse(info.toBytes())).isEqualTo(info).hasSameHashCodeAs(info);
    assertThat(info).hasToString("V1 a.bin, 1 bytes, " + info.swarmHash());
  }

  /** BEP 27. */
  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, false"})
  void isPrivate_flag(long flag, boolean expected) throws Exception {
    var info = v1(file(1, "a")).put("private", flag).build();
    assertThat(InfoDictionary.parse(info).isPrivate()).isEqualTo(expected);
  }

  @Test
  void files_v1Folder() throws Exception {
    var info = InfoDictionary.parse(v1(file(1, "a"), file(0, "b", "c"), file(2, "b", "d")).build());
    assertThat(info.files())
        .extracting(TorrentFile::toString)
        .containsExactly("a (1 bytes)", "b/c (0 bytes)", "b/d (2 bytes)");
    assertThat(info.length()).isEqualTo(3);
    assertThat(info.isSingleFile()).isFalse();
  }

  /** A folder that holds one file of the folder's name is still a folder. */
  @Test
  void isSingleFile_folderOfOne() throws Exception {
    assertThat(InfoDictionary.parse(v1(file(1, "folder")).build()).isSingleFile()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "", "a/b", "\0"})
  void files_unsafePath(String name) {
    requireMalformed(v1(file(1, "a"), file(1, "b", name)))
        .hasMessage("info.files[1].path: '" + name + "' cannot be a file's name");
  }

  @Test
  void files_malformed() {
    requireMalformed(v1()).hasMessage("info.files: no file at all");
    requireMalformed(v1(BencodeList.of())).hasMessage("info.files[0]: a dictionary is expected");
    requireMalformed(v1(file(1))).hasMessage("info.files[0].path: no name at all");
    requireMalformed(v1(file(-1, "a")))
        .hasMessage("info.files[0].length: not -1: it cannot be below zero");
    requireMalformed(v1(BencodeDictionary.builder().put("length", 1).build()))
        .hasMessage("info.files[0].path: missing");
    requireMalformed(
            v1(BencodeDictionary.builder().put("path", BencodeList.ofTexts(List.of("a"))).build()))
        .hasMessage("info.files[0].length: missing");
    var number = BencodeList.of(new BencodeInteger(1));
    requireMalformed(v1(BencodeDictionary.builder().put("path", number).put("length", 1).build()))
        .hasMessage("info.files[0].path: strings are expected");
  }

  @Test
  void files_lengthsOverflow() {
    requireMalformed(v1(file(Long.MAX_VALUE, "a"), file(Long.MAX_VALUE, "b")))
        .hasMessage("info.length: more than 2^63 - 1 bytes in all");
  }

  @Test
  void files_v2Malformed() {
    requireMalformed(v2(BencodeDictionary.builder().build()))
        .hasMessage("info.file tree: no file at all");
    requireMalformed(v2(BencodeDictionary.builder().put("a", 1).build()))
        .hasMessage("info.file tree: a dictionary is expected");
    requireMalformed(v2(tree("a", BencodeDictionary.builder().build())))
        .hasMessage("info.file tree/a.length: missing");
    requireMalformed(v2(tree("a", BencodeDictionary.builder().put("length", 1).build())))
        .hasMessage("info.file tree/a.pieces root: missing");
    requireMalformed(
            v2(
                tree(
                    "a",
                    BencodeDictionary.builder()
                        .put("length", 1)
                        .put("pieces root", new byte[20])
                        .build())))
        .hasMessage("info.file tree/a.pieces root: 32 bytes, not 20");
    requireMalformed(v2(BencodeDictionary.builder().put("a", file("", 1)).build()))
        .hasMessage("info.file tree/a: '' cannot be a file's name");
  }

  @Test
  void files_v2FileThatIsAFolder() {
    var leaf = BencodeDictionary.builder().put("length", 0).build();
    var file = BencodeDictionary.builder().put("", leaf).build();
    var both = BencodeDictionary.builder().put("", leaf).put("b", file).build();
    requireMalformed(v2(BencodeDictionary.builder().put("a", both).build()))
        .hasMessage("info.file tree: a is both a file and a folder");
  }

  @Test
  void files_deepPath() throws Exception {
    String[] deep = Collections.nCopies(100, "a").toArray(String[]::new);
    assertThat(InfoDictionary.parse(v1(file(1, deep)).build()).files()).hasSize(1);
    String[] deeper = Collections.nCopies(101, "a").toArray(String[]::new);
    requireMalformed(v1(file(1, deeper))).hasMessage("info.files[0].path: more than 100 names");
  }

  @Test
  void files_besideALength() {
    requireMalformed(v1(file(1, "a")).put("length", 1))
        .hasMessage("info.files: 'length' stands beside it; a torrent has one of them");
  }

  private static BencodeDictionary file(String key, long value) {
    return BencodeDictionary.builder().put(key, value).build();
  }

  @Test
  void hybrid_padding() throws Exception {
    var info = InfoDictionary.parse(hybrid(file(1, "a"), padding(PIECE - 1), file(2, "b")).build());
    assertThat(info.format()).isEqualTo(TorrentFormat.HYBRID);
    assertThat(info.files())
        .extracting(TorrentFile::toString)
        .containsExactly("a (1 bytes)", "b (2 bytes)");
    assertThat(info.length()).isEqualTo(3);
    assertThat(info.pieceCount()).isEqualTo(2);
    var behind = hybrid(file(1, "a"), padding(PIECE - 1), file(2, "b"), padding(PIECE - 2));
    assertThat(InfoDictionary.parse(behind.build()).pieceCount()).isEqualTo(2);
  }

  @Test
  void hybrid_paddingWrong() {
    String wrong =
        "info.files: b (2 bytes) does not begin at its piece: the padding before is wrong";
    requireMalformed(hybrid(file(1, "a"), file(2, "b"))).hasMessage(wrong);
    requireMalformed(hybrid(file(1, "a"), padding(PIECE - 2), file(2, "b"))).hasMessage(wrong);
    requireMalformed(hybrid(file(1, "a"), padding(2 * PIECE - 1), file(2, "b"))).hasMessage(wrong);
    requireMalformed(hybrid(file(1, "a"), padding(PIECE - 1), file(2, "b"), padding(PIECE)))
        .hasMessage("info.files: padding behind the last piece");
    requireMalformed(
            hybrid(file(1, "a"), padding(Long.MAX_VALUE), padding(Long.MAX_VALUE), file(2, "b")))
        .hasMessage("info.length: more than 2^63 - 1 bytes in all");
  }

  @Test
  void hybrid_otherFiles() {
    requireMalformed(hybrid(file(1, "a"), padding(PIECE - 1), file(2, "c")))
        .hasMessage("info.files: 'file tree' has no c (2 bytes) there");
    requireMalformed(hybrid(file(1, "a"), padding(PIECE - 1), file(3, "b")))
        .hasMessage("info.files: 'file tree' has no b (3 bytes) there");
    requireMalformed(hybrid(file(1, "a"))).hasMessage("info.files: lacks b (2 bytes)");
    requireMalformed(
            hybrid(
                file(1, "a"), padding(PIECE - 1), file(2, "b"), padding(PIECE - 2), file(1, "c")))
        .hasMessage("info.files: 'file tree' has no c (1 bytes) there");
  }

  /** BEP 47: the v1 list shows them, because they are part of the pieces. */
  @Test
  void isPadding_v1() throws Exception {
    var info = InfoDictionary.parse(v1(file(1, "a"), padding(9), file(2, "b")).build());
    assertThat(info.files()).extracting(TorrentFile::isPadding).containsExactly(false, true, false);
    assertThat(info.length()).isEqualTo(12);
  }

  private static BencodeDictionary file(long length, String... path) {
    return BencodeDictionary.builder()
        .put("length", length)
        .put("path", BencodeList.ofTexts(List.of(path)))
        .build();
  }

  private static BencodeDictionary padding(long length) {
    return BencodeDictionary.builder()
        .put("attr", "p")
        .put("length", length)
        .put("path", BencodeList.ofTexts(List.of(".pad", Long.toString(length))))
        .build();
  }

  private static BencodeDictionary.Builder v1(BencodeValue... files) {
    return BencodeDictionary.builder()
        .put("name", "folder")
        .put("piece length", PIECE)
        .put("pieces", new byte[20])
        .put("files", BencodeList.of(files));
  }

  private static BencodeDictionary.Builder v2(BencodeDictionary fileTree) {
    return BencodeDictionary.builder()
        .put("name", "folder")
        .put("piece length", PIECE)
        .put("meta version", 2)
        .put("file tree", fileTree);
  }

  /** Files {@code a} of 1 byte and {@code b} of 2 in the tree, {@code files} in the v1 list. */
  private static BencodeDictionary.Builder hybrid(BencodeValue... files) {
    var a = BencodeDictionary.builder().put("length", 1).put("pieces root", new byte[32]).build();
    var b = BencodeDictionary.builder().put("length", 2).put("pieces root", new byte[32]).build();
    var tree = BencodeDictionary.builder();
    tree.put("a", BencodeDictionary.builder().put("", a).build());
    tree.put("b", BencodeDictionary.builder().put("", b).build());
    return v2(tree.build()).put("pieces", new byte[40]).put("files", BencodeList.of(files));
  }

  private static BencodeDictionary tree(String name, BencodeDictionary leaf) {
    var file = BencodeDictionary.builder().put("", leaf).build();
    return BencodeDictionary.builder().put(name, file).build();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> requireMalformed(
      BencodeDictionary.Builder info) {
    return assertThatThrownBy(() -> InfoDictionary.parse(info.build()))
        .isInstanceOf(MalformedMetainfoException.class);
  }
}
