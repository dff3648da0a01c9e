package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.torrent.TorrentFormat;

class WebSeedIT extends DownloaderTestBase {
  private static final int LENGTH = 300 * Content.PIECE + 1;

  private final Content content = Content.of(TorrentFormat.V1, LENGTH);

  private DownloadResult getThroughNegotiation(List<String> webSeeds, String... trackers)
      throws Exception {
    var torrent = content.withUrls(List.of(trackers), webSeeds);
    try (var origin = new FileServer(torrent, FileServer.Mode.NEGOTIATING)) {
      return get(origin.url("/pub/file.bin"));
    }
  }

  @Test
  void get_webSeedAlone() throws Exception {
    settings = settings.withPeers(false);
    try (var seed = new FileServer(content, FileServer.Mode.GOOD)) {
      var result = getThroughNegotiation(List.of(seed.url("/seed/file.bin")));
      assertThat(target).hasBinaryContent(content.bytes());
      assertThat(result.from(Source.MIRROR)).isEqualTo(LENGTH);
      assertThat(seed.requests()).allMatch(request -> request.startsWith("/seed/file.bin bytes="));
      assertThat(seed.requests()).as("several pieces a request").hasSizeLessThan(30);
    }
  }

  @Test
  void get_folderUrlGetsTheName() throws Exception {
    try (var seed = new FileServer(content, FileServer.Mode.GOOD)) {
      getThroughNegotiation(List.of(seed.url("/seed/")));
      assertThat(seed.requests()).allMatch(request -> request.startsWith("/seed/file.bin "));
    }
  }

  @Test
  void get_serverWithoutRanges() throws Exception {
    try (var seed = new FileServer(content, FileServer.Mode.NO_RANGES)) {
      var result = getThroughNegotiation(List.of(seed.url("/file.bin")));
      assertThat(target).hasBinaryContent(content.bytes());
      assertThat(result.from(Source.MIRROR)).isEqualTo(LENGTH);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OTHER_RANGE", "HTML", "CORRUPT", "ERROR_503", "MISSING"})
  void get_badSeedBesideAGoodOne(FileServer.Mode mode) throws Exception {
    try (var bad = new FileServer(content, mode);
        var good = new FileServer(content, FileServer.Mode.GOOD)) {
      var result =
          getThroughNegotiation(List.of(bad.url("/a"), "ftp://h/a", good.url("/file.bin")));
      assertThat(target).hasBinaryContent(content.bytes());
      assertThat(result.from(Source.MIRROR)).isEqualTo(LENGTH);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OTHER_RANGE", "HTML", "CORRUPT", "ERROR_503", "MISSING"})
  void get_badSeedAloneGivesWayToTheUrlItself(FileServer.Mode mode) throws Exception {
    settings = settings.withPeers(false);
    try (var bad = new FileServer(content, mode);
        var origin =
            new FileServer(
                content.withUrls(List.of(), List.of(bad.url("/a"))), FileServer.Mode.NEGOTIATING)) {
      var result = get(origin.url("/file.bin"));
      assertThat(target).hasBinaryContent(content.bytes());
      assertThat(result.route()).isEqualTo(Route.NEGOTIATED);
      assertThat(result.from(Source.WEB_SEED)).isPositive();
      // The corrupt seed has good pieces, too.
      assertThat(result.from(Source.WEB_SEED) + result.from(Source.MIRROR)).isEqualTo(LENGTH);
    }
  }

  @Test
  void get_peersAndWebSeedTogether() throws Exception {
    try (var peer = new SeedFixture(content, SeedFixture.Mode.GOOD);
        var tracker = new UdpTrackerFixture(0, List.of(peer.address()));
        var seed = new FileServer(content, FileServer.Mode.GOOD)) {
      var result = getThroughNegotiation(List.of(seed.url("/file.bin")), tracker.url());
      assertThat(target).hasBinaryContent(content.bytes());
      assertThat(result.from(Source.MIRROR) + result.from(Source.PEER)).isEqualTo(LENGTH);
    }
  }

  @Test
  void get_swarmOnly() throws Exception {
    settings = settings.withWebSeeds(false);
    try (var peer = new SeedFixture(content, SeedFixture.Mode.GOOD);
        var tracker = new UdpTrackerFixture(0, List.of(peer.address()));
        var seed = new FileServer(content, FileServer.Mode.GOOD)) {
      var result = getThroughNegotiation(List.of(seed.url("/file.bin")), tracker.url());
      assertThat(result.from(Source.PEER)).isEqualTo(LENGTH);
      assertThat(seed.requests()).isEmpty();
    }
  }
}
