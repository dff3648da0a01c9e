package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Torrents that mktorrent, transmission and libtorrent made: see the README in the resources. */
class RealTorrentsTest {
  private static final int PIECE = 32 * 1024;
  private static final byte[] ONE = Content.of(100_000, 1);

  @ParameterizedTest
  @CsvSource({
    "mktorrent-single, 6f551e3f6e14e42409d97ba315f34f7afbb49a0d,",
    "mktorrent-multi, fe3c2da9b18f81c8cd9db7d48efda2d42c588b4c,",
    "transmission-single, b6b7fa6a91db009e613af5efead4af2c83695d60,",
    "transmission-bare, b6b7fa6a91db009e613af5efead4af2c83695d60,",
    "transmission-multi, ff6fe5c616ac2288d1aa555c49d2cc8868d3421d,",
    "libtorrent-v1-single, 6f551e3f6e14e42409d97ba315f34f7afbb49a0d,",
    "libtorrent-v1-multi, 4803931a17030c720c5c67ee3183e3eb793fbcfd,",
    "libtorrent-v2-single,, 037793ccaeb6bac604a71489c5a1106118768e2e7f1dc0d543aae1a975442e43",
    "libtorrent-v2-small,, e9e4126072bc93f525fe582a1f227856c55db828c33ad47809302b39b712f6ba",
    "libtorrent-v2-multi,, 29895cf151c79f47337692fecd5703f3b65864855f276b4d6a8184ce7c58b3a6",
    "libtorrent-hybrid-single, c2e9863d217ee49fd679defca4507033a5af18e6,"
        + " be85b71535f236b4126f6c1c750fbbb79e1800bfc5431f6b01d462b6556bb9c5",
    "libtorrent-hybrid-small, 5f30c7ce19a4483e93ad04d4852556bf7ea41ed2,"
        + " e2fa621beb108967d4b074fdb67d4dd55721a6462c2d0d4ef9be600a007ced62",
    "libtorrent-hybrid-multi, a12a182456a28c7f5b46997c5535ba40073f6dae,"
        + " c51e8ecfb57259c84407086f2d28cbf8a837b1e43e8b899d847096dec0f04691",
  })
  void parse_infoHashes(String name, @Nullable String v1, @Nullable String v2) throws Exception {
    byte[] bytes = Content.torrent(name + ".torrent");
    var metainfo = Metainfo.parse(bytes);
    var info = metainfo.info();
    assertThat(info.infoHash().map(InfoHash::toString).orElse(null)).isEqualTo(v1);
    assertThat(info.infoHashV2().map(InfoHashV2::toString).orElse(null)).isEqualTo(v2);
    assertThat(info.pieceLength()).isEqualTo(PIECE);
    assertThat(metainfo.toBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mktorrent-single",
        "transmission-single",
        "transmission-bare",
        "libtorrent-v1-single",
        "libtorrent-v2-single",
        "libtorrent-hybrid-single"
      })
  void parse_singleFile(String name) throws Exception {
    var metainfo = Metainfo.parse(Content.torrent(name + ".torrent"));
    var info = metainfo.info();
    var hashes = Content.hashes(info.format(), PIECE, ONE);
    assertThat(info.isSingleFile()).isTrue();
    assertThat(info.name()).isEqualTo("one.bin");
    assertThat(info.length()).isEqualTo(ONE.length);
    assertThat(pieces(info)).isEqualTo(pieces(hashes));
    assertThat(info.files().get(0).piecesRoot()).isEqualTo(hashes.piecesRoot());
    assertThat(hashes.piecesRoot().flatMap(metainfo::pieceLayer)).isEqualTo(hashes.pieceLayer());
  }

  /** Only transmission puts more into it than we do: {@code private}, even if it is 0. */
  @ParameterizedTest
  @CsvSource({
    "mktorrent-single, V1",
    "libtorrent-v1-single, V1",
    "libtorrent-v2-single, V2",
    "libtorrent-hybrid-single, HYBRID"
  })
  void ofFile_sameInfoDictionary(String name, TorrentFormat format) throws Exception {
    var ours = InfoDictionary.ofFile("one.bin", Content.hashes(format, PIECE, ONE));
    assertThat(Metainfo.parse(Content.torrent(name + ".torrent")).info()).isEqualTo(ours);
  }

  /** One piece, not full: in v2 its tree is only as wide as its two blocks. */
  @ParameterizedTest
  @CsvSource({"libtorrent-v2-small, V2", "libtorrent-hybrid-small, HYBRID"})
  void ofFile_belowOnePiece(String name, TorrentFormat format) throws Exception {
    var metainfo = Metainfo.parse(Content.torrent(name + ".torrent"));
    var hashes = Content.hashes(format, PIECE, Content.of(20_000, 2));
    assertThat(metainfo.info()).isEqualTo(InfoDictionary.ofFile("small.bin", hashes));
    assertThat(metainfo.info().pieceCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "mktorrent-multi, a.bin 70000; b/c.txt 1; b/empty.txt 0; d.bin 32768",
    "transmission-multi, a.bin 70000; b/c.txt 1; d.bin 32768",
    "libtorrent-v1-multi, b/empty.txt 0; b/c.txt 1; d.bin 32768; a.bin 70000",
    "libtorrent-v2-multi, a.bin 70000; b/c.txt 1; b/empty.txt 0; d.bin 32768",
    "libtorrent-hybrid-multi, a.bin 70000; b/c.txt 1; b/empty.txt 0; d.bin 32768",
  })
  void parse_folder(String name, String files) throws Exception {
    var info = Metainfo.parse(Content.torrent(name + ".torrent")).info();
    assertThat(info.files())
        .extracting(file -> String.join("/", file.path()) + " " + file.length())
        .isEqualTo(List.of(files.split("; ")));
    assertThat(info.name()).isEqualTo("album");
    assertThat(info.isSingleFile()).isFalse();
    assertThat(info.length()).isEqualTo(102_769);
    assertThat(info.pieceCount()).isEqualTo(info.format().hasV2() ? 5 : 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libtorrent-v2-multi", "libtorrent-hybrid-multi"})
  void parse_folderRoots(String name) throws Exception {
    var metainfo = Metainfo.parse(Content.torrent(name + ".torrent"));
    var a = Content.hashes(TorrentFormat.V2, PIECE, Content.of(70_000, 3));
    var c = Content.hashes(TorrentFormat.V2, PIECE, Content.of(1, 4));
    var d = Content.hashes(TorrentFormat.V2, PIECE, Content.of(32_768, 6));
    assertThat(metainfo.info().files())
        .extracting(file -> file.piecesRoot().orElse(null))
        .containsExactly(
            a.piecesRoot().orElseThrow(),
            c.piecesRoot().orElseThrow(),
            null,
            d.piecesRoot().orElseThrow());
    assertThat(a.piecesRoot().flatMap(metainfo::pieceLayer)).isEqualTo(a.pieceLayer());
    assertThat(d.piecesRoot().flatMap(metainfo::pieceLayer)).isEmpty();
  }

  @Test
  void urls_mktorrent() throws Exception {
    assertThat(urls("mktorrent-single"))
        .isEqualTo(
            new TorrentUrls(
                List.of(
                    List.of(
                        "http://tracker.example.org/announce", "udp://tracker.example.net:6969"),
                    List.of("http://backup.example.org/announce")),
                List.of("http://dl.example.org/seed/one.bin")));
    assertThat(urls("mktorrent-multi"))
        .isEqualTo(
            new TorrentUrls(
                List.of(List.of("http://tracker.example.org/announce")),
                List.of("http://dl.example.org/seed/", "http://mirror.example.org/seed/")));
  }

  @Test
  void urls_transmission() throws Exception {
    assertThat(urls("transmission-single").announceTiers())
        .containsExactly(
            List.of("http://tracker.example.org/announce"),
            List.of("udp://tracker.example.net:6969"));
    assertThat(urls("transmission-bare")).isEqualTo(TorrentUrls.NONE);
  }

  @Test
  void urls_libtorrent() throws Exception {
    assertThat(urls("libtorrent-hybrid-single"))
        .isEqualTo(
            new TorrentUrls(
                List.of(
                    List.of("http://tracker.example.org/announce"),
                    List.of("udp://tracker.example.net:6969")),
                List.of("http://dl.example.org/seed/one.bin")));
  }

  @ParameterizedTest
  @CsvSource({
    "mktorrent-multi, true",
    "mktorrent-single, false",
    "transmission-multi, true",
    "transmission-single, false",
    "libtorrent-v1-single, false"
  })
  void isPrivate_flag(String name, boolean expected) throws Exception {
    var metainfo = Metainfo.parse(Content.torrent(name + ".torrent"));
    assertThat(metainfo.info().isPrivate()).isEqualTo(expected);
  }

  private static TorrentUrls urls(String name) throws Exception {
    return Metainfo.parse(Content.torrent(name + ".torrent")).urls();
  }

  private static String pieces(InfoDictionary info) {
    var hex = new StringBuilder();
    IntStream.range(0, info.pieceCount())
        .mapToObj(info::v1PieceHash)
        .forEach(hash -> hex.append(HexFormat.of().formatHex(hash.orElse(new byte[0]))));
    return hex.toString();
  }

  private static String pieces(FileHashes hashes) {
    return HexFormat.of().formatHex(hashes.v1Pieces());
  }
}
