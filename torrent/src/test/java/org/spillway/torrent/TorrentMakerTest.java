package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.torrent.TorrentMaker.Entry;
import org.spillway.torrent.TorrentMaker.Settings;

class TorrentMakerTest {
  private static final int PIECE = 32 * 1024;
  private static final TorrentUrls URLS =
      new TorrentUrls(List.of(List.of("http://t/a")), List.of("http://w/"));

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Hashes the pieces in an order of their own. */
  private static void hash(TorrentMaker maker, Map<String, byte[]> content, long seed) {
    var pieces = new ArrayList<>(IntStream.range(0, maker.pieceCount()).boxed().toList());
    Collections.shuffle(pieces, new Random(seed));
    for (int piece : pieces) {
      maker.hash(piece, piece(maker.parts(piece), maker.files(), content));
    }
  }

  private static byte[] piece(
      List<FilePart> parts, List<Entry> files, Map<String, byte[]> content) {
    var out = new ByteArrayOutputStream();
    for (FilePart part : parts) {
      byte[] file = content.get(String.join("/", files.get(part.file()).path()));
      out.write(file, (int) part.offset(), part.length());
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void finish_file_isTheTorrentOfTheServer(TorrentFormat format) {
    for (int length : List.of(0, 1, PIECE / 2, PIECE, PIECE + 1, 5 * PIECE, 5 * PIECE + 16385)) {
      byte[] content = bytes(length);
      var maker = TorrentMaker.ofFile("a.iso", length, new Settings(format, PIECE, false));
      hash(maker, Map.of("a.iso", content), 1);
      var hasher = new FileHasher(format, PIECE);
      hasher.update(content, 0, length);
      assertThat(maker.finish(URLS))
          .as("%s %d", format, length)
          .isEqualTo(Metainfo.ofFile("a.iso", hasher.finish(), URLS));
    }
  }

  private static final Map<String, byte[]> FOLDER =
      new TreeMap<>(
          Map.of(
              "b/two", bytes(3 * PIECE + 5),
              "b.txt", bytes(7),
              "a/ü/one", bytes(PIECE),
              "empty", bytes(0),
              "zero", bytes(0),
              "c", bytes(2 * PIECE - 1)));

  private static List<Entry> entries() {
    return FOLDER.entrySet().stream()
        .map(
            file ->
                new Entry(
                    List.of(file.getKey().split("/")),
                    file.getValue().length,
                    file.getKey().equals("c")))
        .toList();
  }

  /** The reader checks hybrids: both halves must name the same files at the same pieces. */
  @ParameterizedTest
  @EnumSource
  void finish_folder_isReadAndVerified(TorrentFormat format) throws Exception {
    var maker = TorrentMaker.ofFolder("album", entries(), new Settings(format, PIECE, true));
    hash(maker, FOLDER, 2);
    var metainfo = Metainfo.parse(maker.finish(URLS).toBytes());
    var info = metainfo.info();
    assertThat(info.format()).isEqualTo(format);
    assertThat(info.isPrivate()).isTrue();
    assertThat(info.isSingleFile()).isFalse();
    assertThat(info.files().stream().map(file -> String.join("/", file.path())))
        .containsExactly("a/ü/one", "b/two", "b.txt", "c", "empty", "zero");
    assertThat(info.files().stream().filter(TorrentFile::isExecutable)).hasSize(1);
    assertThat(info.pieceCount()).isEqualTo(maker.pieceCount());
    var hashes = PieceHashes.of(metainfo).orElseThrow();
    var sha1 = PieceHashes.of(metainfo.withoutPieceLayers());
    for (int piece = 0; piece < info.pieceCount(); piece++) {
      byte[] content = piece(info.parts(piece), maker.files(), FOLDER);
      assertThat(hashes.verify(piece, content)).as("piece %d", piece).isTrue();
      if (sha1.isPresent()) {
        assertThat(sha1.get().verify(piece, content)).as("SHA-1 of piece %d", piece).isTrue();
      }
      content[content.length / 2] ^= 1;
      assertThat(hashes.verify(piece, content)).isFalse();
    }
  }

  @Test
  void finish_pieceIsMissing() {
    var maker = TorrentMaker.ofFile("a", PIECE + 1, new Settings(TorrentFormat.V1, PIECE, false));
    maker.hash(1, new byte[1]);
    assertThatThrownBy(() -> maker.finish(TorrentUrls.NONE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("piece 0 is missing");
    assertThatThrownBy(() -> maker.hash(0, new byte[1]))
        .hasMessage("piece 0 must have 32768 bytes, had 1");
  }

  @Test
  void settings_pieceLength() {
    assertThat(new Settings(TorrentFormat.V1, 300_000, false).pieceLength()).isEqualTo(300_000);
    assertThatThrownBy(() -> new Settings(TorrentFormat.HYBRID, 300_000, false))
        .hasMessageContaining("a power of two from 16 KiB up with v2, was 300000");
    assertThatThrownBy(
            () ->
                TorrentMaker.ofFolder("a", List.of(), new Settings(TorrentFormat.V1, PIECE, false)))
        .hasMessage("a torrent must have a file");
  }
}
