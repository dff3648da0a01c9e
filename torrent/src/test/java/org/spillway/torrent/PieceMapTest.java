package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;

class PieceMapTest {
  private static final int PIECE = 16 * 1024;

  private static TorrentFile file(long length) {
    return new TorrentFile(List.of("a"), length, "", null);
  }

  @Test
  void parts_v1PieceSpansFiles() {
    var map = new PieceMap(List.of(file(0), file(3), file(0), file(9), file(0)), 8, false);
    assertThat(map.parts(0)).containsExactly(new FilePart(1, 0, 3), new FilePart(3, 0, 5));
    assertThat(map.parts(1)).containsExactly(new FilePart(3, 5, 4));
    assertThat(map.size(1)).isEqualTo(4);
  }

  @Test
  void parts_v2PieceBelongsToOneFile() {
    var map = new PieceMap(List.of(file(0), file(3), file(0), file(9), file(0)), 8, true);
    assertThat(map.parts(0)).containsExactly(new FilePart(1, 0, 3));
    assertThat(map.parts(1)).containsExactly(new FilePart(3, 0, 8));
    assertThat(map.parts(2)).containsExactly(new FilePart(3, 8, 1));
    assertThat(map.pieceWithinFile(2)).isEqualTo(1);
    assertThat(map.firstFile(2)).isEqualTo(3);
  }

  @Test
  void parts_noSuchPiece() {
    var info = Content.metainfo(TorrentFormat.V1, PIECE, new byte[1]).info();
    assertThat(info.parts(0)).containsExactly(new FilePart(0, 0, 1));
    assertThatThrownBy(() -> info.parts(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Every byte of every file belongs to one piece, in order. */
  @Test
  void parts_randomFiles() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      boolean aligned = random.nextBoolean();
      int pieceLength = 1 + random.nextInt(20);
      var files = random.ints(1 + random.nextInt(12), 0, 50).mapToObj(PieceMapTest::file).toList();
      var map = new PieceMap(files, pieceLength, aligned);
      long pieces =
          aligned
              ? files.stream().mapToLong(f -> InfoFiles.pieces(f.length(), pieceLength)).sum()
              : InfoFiles.pieces(files.stream().mapToLong(TorrentFile::length).sum(), pieceLength);
      long[] seen = new long[files.size()];
      for (int piece = 0; piece < pieces; piece++) {
        int size = 0;
        for (FilePart part : map.parts(piece)) {
          assertThat(part.offset())
              .as("seed %d, round %d", seed, round)
              .isEqualTo(seen[part.file()]);
          seen[part.file()] += part.length();
          size += part.length();
        }
        assertThat(map.size(piece)).as("seed %d, round %d", seed, round).isEqualTo(size);
      }
      for (int i = 0; i < seen.length; i++) {
        assertThat(seen[i]).as("seed %d, round %d", seed, round).isEqualTo(files.get(i).length());
      }
    }
  }

  /** The files that libtorrent made the torrents of; see the README of the resources. */
  @ParameterizedTest
  @ValueSource(strings = {"libtorrent-v1-multi", "libtorrent-v2-multi", "libtorrent-hybrid-multi"})
  void verify_realTorrents(String name) throws Exception {
    var metainfo = Metainfo.parse(Content.torrent(name + ".torrent"));
    requireEveryPiece(metainfo.info(), PieceHashes.of(metainfo).orElseThrow());
    var bare = metainfo.withoutPieceLayers();
    assertThat(PieceHashes.of(bare).isPresent()).isEqualTo(metainfo.info().format().hasV1());
    if (metainfo.info().format().hasV1()) {
      // By SHA-1, which covers the padding behind each file of a hybrid.
      requireEveryPiece(bare.info(), PieceHashes.of(bare).orElseThrow());
    }
  }

  private static void requireEveryPiece(InfoDictionary info, PieceHashes hashes) {
    for (int piece = 0; piece < info.pieceCount(); piece++) {
      byte[] bytes = new byte[info.pieceSize(piece)];
      int at = 0;
      for (FilePart part : info.parts(piece)) {
        byte[] content = content(info.files().get(part.file()));
        System.arraycopy(content, (int) part.offset(), bytes, at, part.length());
        at += part.length();
      }
      assertThat(hashes.verify(piece, bytes)).as("piece %d", piece).isTrue();
      bytes[0] ^= 1;
      assertThat(hashes.verify(piece, bytes)).as("piece %d", piece).isFalse();
    }
  }

  private static byte[] content(TorrentFile file) {
    int seed =
        switch (file.path().get(file.path().size() - 1)) {
          case "a.bin" -> 3;
          case "c.txt" -> 4;
          default -> 6;
        };
    return file.isPadding() ? new byte[(int) file.length()] : Content.of((int) file.length(), seed);
  }

  @Test
  void of_layerMissing() throws Exception {
    var info = Metainfo.parse(Content.torrent("libtorrent-v2-multi.torrent")).info();
    assertThatThrownBy(() -> PieceHashes.of(info, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a piece layer of V2 album");
  }

  /** The lengths fit, but not the number of pieces. */
  @Test
  void parse_tooManyPieces() {
    var v2 =
        BencodeDictionary.builder()
            .put("name", "a")
            .put("piece length", PIECE)
            .put("meta version", 2)
            .put("file tree", tree(Long.MAX_VALUE))
            .build();
    assertThatThrownBy(() -> InfoDictionary.parse(v2))
        .isInstanceOf(MalformedMetainfoException.class)
        .hasMessage("info.piece length: 562949953421312 pieces are too many");
    var v1 =
        BencodeDictionary.builder()
            .put("name", "a")
            .put("piece length", 1)
            .put("length", Long.MAX_VALUE)
            .put("pieces", new byte[20])
            .build();
    assertThatThrownBy(() -> InfoDictionary.parse(v1))
        .hasMessage("info.piece length: 9223372036854775807 pieces are too many");
  }

  /** As many pieces as fit, of a file that nobody has: nothing is laid out in memory for them. */
  @Test
  void parse_longestFile() throws Exception {
    long length = (long) PIECE * Integer.MAX_VALUE;
    var info =
        InfoDictionary.parse(
            BencodeDictionary.builder()
                .put("name", "a")
                .put("piece length", PIECE)
                .put("meta version", 2)
                .put("file tree", tree(length))
                .build());
    assertThat(info.parts(Integer.MAX_VALUE - 1))
        .containsExactly(new FilePart(0, length - PIECE, PIECE));
  }

  private static BencodeDictionary tree(long length) {
    var leaf = BencodeDictionary.builder().put("length", length).put("pieces root", new byte[32]);
    var file = BencodeDictionary.builder().put("", leaf.build()).build();
    return BencodeDictionary.builder().put("a", file).build();
  }

  @Test
  void parse_piecesOfAnotherLength() {
    var folder =
        BencodeDictionary.builder()
            .put("name", "a")
            .put("piece length", PIECE)
            .put("pieces", new byte[40])
            .put("files", BencodeList.of(entry("b").put("length", PIECE).build()));
    assertThatThrownBy(() -> InfoDictionary.parse(folder.build()))
        .hasMessage("info.pieces: 40 bytes for 1 pieces of 20 bytes");
  }

  private static BencodeDictionary.Builder entry(String... path) {
    return BencodeDictionary.builder().put("path", BencodeList.ofTexts(List.of(path)));
  }

  /** BEP 47: the length of a link counts for nothing, wherever it says it leads. */
  @Test
  void attributes_v1() throws Exception {
    var info =
        InfoDictionary.parse(
            BencodeDictionary.builder()
                .put("name", "a")
                .put("piece length", PIECE)
                .put("pieces", new byte[20])
                .put(
                    "files",
                    BencodeList.of(
                        entry("run").put("attr", "xh").put("length", 1).build(),
                        entry("link").put("attr", "l").put("length", 7).build(),
                        entry("bare").put("attr", "l").build()))
                .build());
    assertThat(info.files())
        .extracting(TorrentFile::isExecutable)
        .containsExactly(true, false, false);
    assertThat(info.files())
        .extracting(TorrentFile::isSymbolicLink)
        .containsExactly(false, true, true);
    assertThat(info.files()).extracting(TorrentFile::length).containsExactly(1L, 0L, 0L);
    assertThat(info.pieceCount()).isEqualTo(1);
  }
}
