package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.SeedFixture.Mode;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.announce.AnnounceEvent;

class SwarmIT extends DownloaderTestBase {
  private static final int LENGTH = 50 * Content.PIECE - 12_345;

  private final Content content = Content.of(TorrentFormat.V1, LENGTH);

  private void assertComplete(DownloadResult result) {
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(folder).isDirectoryNotContaining("glob:**.part*");
    assertThat(result.length()).isEqualTo(LENGTH);
    assertThat(result.file()).isEqualTo(target);
  }

  @ParameterizedTest
  @EnumSource(names = {"GOOD", "PLAIN", "CHOKING", "BREAKING"})
  void get_oneSeed(Mode mode) throws Exception {
    try (var seed = new SeedFixture(content, mode)) {
      var result = get(magnet(content, seed.hostAndPort()));
      assertComplete(result);
      assertThat(result.from(Source.PEER)).isEqualTo(LENGTH);
      assertThat(result.route()).isEqualTo(Route.MAGNET);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REJECTING",
        "CORRUPT",
        "SILENT",
        "MUTE",
        "RANDOM_BYTES",
        "TOO_LONG",
        "BREAKING",
        "LYING"
      })
  void get_badPeerCostsItsOwnConnectionOnly(Mode mode) throws Exception {
    try (var bad = new SeedFixture(content, mode);
        var good = new SeedFixture(content, Mode.GOOD)) {
      var result = get(magnet(content, bad.hostAndPort(), good.hostAndPort()));
      assertComplete(result);
      assertThat(result.from(Source.PEER)).isEqualTo(LENGTH);
    }
  }

  @Test
  void get_corruptPeerIsNotRedialled() throws Exception {
    try (var bad = new SeedFixture(content, Mode.CORRUPT)) {
      var failure = failure(magnet(content, bad.hostAndPort()));
      assertThat(failure.reason()).isEqualTo(Reason.NO_SOURCES);
      assertThat(failure)
          .hasMessageContaining(LENGTH + " of " + LENGTH + " bytes are missing")
          .hasMessageContaining("peer " + bad.hostAndPort() + ": sent a wrong block");
      assertThat(bad.connections()).as("metadata, then pieces").isEqualTo(2);
    }
  }

  @Test
  void get_noMetadata() throws Exception {
    try (var bad = new SeedFixture(content, Mode.LYING)) {
      var failure = failure(magnet(content, bad.hostAndPort()));
      assertThat(failure.reason()).isEqualTo(Reason.NO_SOURCES);
      assertThat(failure).hasMessageContaining("sent a wrong info dictionary");
      assertThat(bad.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void get_everyFormatFromMagnet(TorrentFormat format) throws Exception {
    var other = Content.of(format, LENGTH);
    try (var seed = new SeedFixture(other, Mode.GOOD)) {
      assertComplete(get(magnet(other, seed.hostAndPort())));
    }
  }

  @Test
  void get_v2LayerFromTheSecondPeer() throws Exception {
    var v2 = Content.of(TorrentFormat.V2, LENGTH);
    try (var bare = new SeedFixture(v2.withoutPieceLayers(), Mode.GOOD);
        var seed = new SeedFixture(v2, Mode.GOOD)) {
      assertComplete(get(magnet(v2, bare.hostAndPort(), seed.hostAndPort())));
    }
  }

  @Test
  void get_v2LayerFromNobody() throws Exception {
    var v2 = Content.of(TorrentFormat.V2, LENGTH);
    try (var bare = new SeedFixture(v2.withoutPieceLayers(), Mode.GOOD)) {
      assertThat(failure(magnet(v2, bare.hostAndPort())))
          .hasMessageContaining("no peer sent the piece layer that the v2 torrent lacks")
          .hasMessageContaining("does not send hashes");
    }
  }

  @Test
  void get_metadataWithoutPeers() throws Exception {
    settings = settings.withPeers(false);
    try (var seed = new SeedFixture(content, Mode.GOOD)) {
      var failure = failure(magnet(content, seed.hostAndPort()));
      assertThat(failure.reason()).isEqualTo(Reason.NO_SOURCES);
      assertThat(failure)
          .hasMessageStartingWith("only peers have the metadata of ")
          .hasMessageEndingWith(" downloading from peers is switched off (--no-peers)");
      assertThat(seed.connections()).isZero();
    }
  }

  @Test
  void get_v2LayerWithoutPeers() throws Exception {
    settings = settings.withPeers(false);
    var v2 = Content.of(TorrentFormat.V2, LENGTH);
    try (var tracker = new UdpTrackerFixture(0, List.of())) {
      var torrent = v2.withoutPieceLayers().withUrls(List.of(tracker.url()), List.of());
      // A torrent alone, because a URL would have the plain file.
      assertThatThrownBy(() -> new Downloader(settings).get(torrent.metainfo(), target, progress))
          .isInstanceOfSatisfying(
              DownloadException.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.NO_SOURCES))
          .hasMessage(
              "only peers have the piece layer that the v2 torrent lacks, but downloading from"
                  + " peers is switched off (--no-peers)");
      assertThat(tracker.events()).isEmpty();
    }
  }

  @Test
  void get_smallFiles() throws Exception {
    for (int length : new int[] {0, 1, 16_384, Content.PIECE, Content.PIECE + 1}) {
      var small = Content.of(TorrentFormat.V1, length);
      try (var seed = new SeedFixture(small, Mode.GOOD)) {
        target = folder.resolve("small" + length);
        get(magnet(small, seed.hostAndPort()));
        assertThat(target).hasBinaryContent(small.bytes());
      }
    }
  }

  @Test
  void get_udpTrackerNamesThePeer() throws Exception {
    try (var seed = new SeedFixture(content, Mode.GOOD);
        var tracker = new UdpTrackerFixture(1, List.of(seed.address()));
        var origin =
            new FileServer(
                content.withUrls(List.of(tracker.url()), List.of()), FileServer.Mode.NEGOTIATING)) {
      var result = get(origin.url("/file.bin"));
      assertComplete(result);
      assertThat(result.route()).isEqualTo(Route.NEGOTIATED);
      assertThat(tracker.events())
          .containsExactly(AnnounceEvent.STARTED, AnnounceEvent.COMPLETED, AnnounceEvent.STOPPED);
    }
  }

  @Test
  void get_noTrackerAnswers() throws Exception {
    // With web seeds, the URL itself would be a source.
    settings = settings.withWebSeeds(false);
    var torrent =
        content.withUrls(
            List.of("udp://127.0.0.1:1", "http://127.0.0.1:1/a", "gopher://h", "wss://h"),
            List.of());
    try (var origin = new FileServer(torrent, FileServer.Mode.NEGOTIATING)) {
      var failure = failure(origin.url("/file.bin"));
      assertThat(failure.reason()).isEqualTo(Reason.NO_SOURCES);
      assertThat(failure)
          .hasMessageContaining("tracker udp://127.0.0.1:1: ")
          .hasMessageContaining("tracker http://127.0.0.1:1/a: connection refused")
          .hasMessageContaining("gopher is not supported as a tracker's protocol")
          // Browsers are tracked there.
          .hasMessageNotContaining("wss");
    }
  }

  @Test
  void get_resumesWhatIsRight() throws Exception {
    byte[] part = content.slice(0, 30 * Content.PIECE);
    part[5] ^= 1;
    Files.write(PartialFile.partOf(target), part);
    try (var seed = new SeedFixture(content, Mode.GOOD)) {
      var result = get(magnet(content, seed.hostAndPort()));
      assertComplete(result);
      assertThat(result.from(Source.RESUMED)).isEqualTo(29L * Content.PIECE);
      assertThat(result.from(Source.PEER)).isEqualTo(LENGTH - 29L * Content.PIECE);
    }
  }

  @Test
  void get_thereAlready() throws Exception {
    Files.write(target, content.bytes());
    try (var seed = new SeedFixture(content, Mode.GOOD)) {
      var result = get(magnet(content, seed.hostAndPort()));
      assertComplete(result);
      assertThat(result.from(Source.RESUMED)).isEqualTo(LENGTH);
      assertThat(seed.blocks()).isZero();
    }
  }

  @Test
  void get_anotherFileIsThere() throws Exception {
    Files.writeString(target, "mine");
    try (var seed = new SeedFixture(content, Mode.GOOD)) {
      var failure = failure(magnet(content, seed.hostAndPort()));
      assertThat(failure.reason()).isEqualTo(Reason.FILE);
      assertThat(failure)
          .hasMessageContaining("another file exists there; replace it with --overwrite");
      assertThat(target).hasContent("mine");
      settings = settings.withOverwrite(true);
      assertComplete(get(magnet(content, seed.hostAndPort())));
    }
  }

  @Test
  void get_interruptedKeepsThePartialFile() throws Exception {
    try (var silent = new SeedFixture(content, Mode.SILENT)) {
      var executor = Executors.newSingleThreadExecutor();
      var running = executor.submit(() -> get(magnet(content, silent.hostAndPort())));
      assertThat(silent.connected().await(60, TimeUnit.SECONDS)).isTrue();
      executor.shutdownNow();
      assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      assertThat(running).failsWithin(60, TimeUnit.SECONDS);
      assertThat(target).doesNotExist();
    }
  }
}
