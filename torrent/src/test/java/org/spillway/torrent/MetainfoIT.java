package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.testing.Program;

/**
 * What the programs that our users have say of torrents that we made. Needs the Debian packages
 * python3-libtorrent and transmission-cli.
 */
class MetainfoIT {
  private static final int PIECE = 16 * 1024;
  private static final TorrentUrls URLS =
      new TorrentUrls(
          List.of(
              List.of("http://a.example/announce", "http://b.example/announce"),
              List.of("udp://c.example:6969")),
          List.of("http://a.example/seed/gr%C3%B6%C3%9Fe.bin", "http://b.example/x"));

  /**
   * Prints each torrent in the form of {@link #described}. Sorted, because libtorrent shuffles each
   * tier (BEP 12). Without the slash that libtorrent 2.0.8 appends to a web seed of a v2 torrent
   * whose last piece is not full: it takes the padding that it adds inwardly for a second file.
   */
  private static final String LIBTORRENT =
      """
      import sys, libtorrent as lt
      for path in sys.argv[1:]:
          torrent = lt.torrent_info(path)
          hashes = torrent.info_hashes()
          files = torrent.files()
          tiers = sorted((tracker.tier, tracker.url) for tracker in torrent.trackers())
          print(hashes.v1 if hashes.has_v1() else "-",
                hashes.v2 if hashes.has_v2() else "-",
                files.file_path(0), files.file_size(0), torrent.num_pieces(),
                " ".join("%d:%s" % tier for tier in tiers),
                " ".join(seed["url"].rstrip("/") for seed in torrent.web_seeds()))
      """;

  /** Prints what libtorrent makes of a magnet link. */
  private static final String LIBTORRENT_MAGNET =
      """
      import sys, libtorrent as lt
      link = lt.parse_magnet_uri(sys.argv[1])
      print(link.info_hashes.v1, link.info_hashes.v2, link.name, *link.trackers, *link.url_seeds)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void toBytes_readByLibtorrent(TorrentFormat format) throws Exception {
    for (int length : new int[] {1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 100_000}) {
      var metainfo = metainfo(format, length);
      assertThat(libtorrent(metainfo)).isEqualTo(described(metainfo));
      assertThat(libtorrent(metainfo.withoutPieceLayers())).isEqualTo(described(metainfo));
    }
  }

  private String libtorrent(Metainfo metainfo) throws Exception {
    Path file = Files.write(folder.resolve("a.torrent"), metainfo.toBytes());
    return run("/usr/bin/python3", "-W", "ignore", "-c", LIBTORRENT, file.toString());
  }

  private static String described(Metainfo metainfo) {
    var info = metainfo.info();
    return String.join(
        " ",
        info.infoHash().map(InfoHash::toString).orElse("-"),
        info.infoHashV2().map(InfoHashV2::toString).orElse("-"),
        info.name(),
        Long.toString(info.length()),
        Integer.toString(info.pieceCount()),
        "0:http://a.example/announce 0:http://b.example/announce 1:udp://c.example:6969",
        String.join(" ", metainfo.urls().webSeeds()));
  }

  @Test
  void toBytes_readByTransmission() throws Exception {
    var metainfo = metainfo(TorrentFormat.V1, 100_000);
    Path file = Files.write(folder.resolve("a.torrent"), metainfo.toBytes());
    assertThat(run("transmission-show", file.toString()))
        .contains("Hash: " + metainfo.info().swarmHash())
        .contains("Piece Count: 7", "größe.bin (100.0 kB)", "Tier #2", "udp://c.example:6969");
  }

  @Test
  void magnetLink_readByLibtorrent() throws Exception {
    var metainfo = metainfo(TorrentFormat.HYBRID, 100_000);
    var info = metainfo.info();
    String link = MagnetLink.of(metainfo).toString();
    String expected =
        info.infoHash().orElseThrow() + " " + info.infoHashV2().orElseThrow() + " größe.bin";
    assertThat(run("/usr/bin/python3", "-W", "ignore", "-c", LIBTORRENT_MAGNET, link))
        .isEqualTo(
            expected
                + " http://a.example/announce http://b.example/announce udp://c.example:6969"
                + " http://a.example/seed/gr%C3%B6%C3%9Fe.bin http://b.example/x");
  }

  private static Metainfo metainfo(TorrentFormat format, int length) {
    return Metainfo.ofFile("größe.bin", Content.hashes(format, PIECE, Content.of(length, 1)), URLS);
  }

  /** What the command prints on both of its outputs, as one text. */
  private static String run(String... command) throws Exception {
    var environment = Map.of("LC_ALL", "C.UTF-8");
    return Program.run(0, Duration.ofMinutes(1), environment, List.of(command)).strip();
  }
}
