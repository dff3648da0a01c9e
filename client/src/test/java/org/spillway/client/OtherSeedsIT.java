package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.client.OtherPeers.Seed;
import org.spillway.client.SeedFixture.Mode;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.TorrentFormat;

/** Clients that others wrote seed to this one. */
@Timeout(120)
class OtherSeedsIT extends DownloaderTestBase {
  private static final int LENGTH = 150 * Content.PIECE - 12_345;

  private final Content content = Content.of(TorrentFormat.V1, LENGTH);

  private void assertComplete(DownloadResult result) {
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(result.from(Source.PEER)).isEqualTo(LENGTH);
  }

  private Path seedFolder(Content shared) throws Exception {
    return OtherPeers.folder(folder.resolve("seed"), shared, true);
  }

  private DownloadResult fromTorrent(Content shared, int port) throws Exception {
    var seed = new PeerAddress(InetAddress.getLoopbackAddress(), port);
    try (var tracker = new UdpTrackerFixture(0, List.of(seed))) {
      var torrent = shared.withUrls(List.of(tracker.url()), List.of()).metainfo();
      return new Downloader(settings).get(torrent, target, progress);
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp, V1", "utp, V1", "encrypted, V1", "encrypted-utp, V1", "tcp, V2", "tcp, HYBRID"})
  void get_fromLibtorrent(String mode, TorrentFormat format) throws Exception {
    var shared = Content.of(format, LENGTH);
    try (var libtorrent = OtherPeers.libtorrent(mode, "127.0.0.1", seedFolder(shared))) {
      assertComplete(fromTorrent(shared, OtherPeers.complete(libtorrent).port()));
    }
  }

  /** The metadata comes from the peer as well. */
  @ParameterizedTest
  @CsvSource({"tcp, 127.0.0.1", "utp, 127.0.0.1", "encrypted, 127.0.0.1", "tcp, [::1]"})
  void get_magnetLink_fromLibtorrent(String mode, String address) throws Exception {
    try (var libtorrent = OtherPeers.libtorrent(mode, address, seedFolder(content))) {
      int port = OtherPeers.complete(libtorrent).port();
      assertComplete(get(magnet(content, address + ":" + port)));
    }
  }

  private void assertCompleteFrom(Seed seed) throws Exception {
    try (seed) {
      assertComplete(fromTorrent(content, seed.port()));
    }
  }

  @Test
  void get_fromTransmission() throws Exception {
    assertCompleteFrom(OtherPeers.transmission(seedFolder(content)));
  }

  @Test
  void get_fromAria2() throws Exception {
    assertCompleteFrom(OtherPeers.aria2(seedFolder(content)));
  }

  @Test
  void get_fromRtorrent() throws Exception {
    // It does not take a torrent without a tracker, whether that answers or not.
    var shared = content.withUrls(List.of("http://127.0.0.1:1/announce"), List.of());
    assertCompleteFrom(OtherPeers.rtorrent(seedFolder(shared)));
  }

  /** The one that lies costs no more than its own connection, and is not dialled again. */
  @Test
  void get_fromAMix_ofWhichOneLies() throws Exception {
    Path aria2Folder = OtherPeers.folder(folder.resolve("aria2"), content, true);
    try (var libtorrent = OtherPeers.libtorrent("tcp", "127.0.0.1", seedFolder(content));
        var aria2 = OtherPeers.aria2(aria2Folder);
        var liar = new SeedFixture(content, Mode.CORRUPT);
        var good = new SeedFixture(content, Mode.CHOKING)) {
      var libtorrentSeed = OtherPeers.complete(libtorrent);
      var named =
          List.of(
              liar.address(),
              good.address(),
              new PeerAddress(InetAddress.getLoopbackAddress(), aria2.port()),
              new PeerAddress(InetAddress.getLoopbackAddress(), libtorrentSeed.port()));
      try (var tracker = new UdpTrackerFixture(0, named)) {
        var torrent = content.withUrls(List.of(tracker.url()), List.of()).metainfo();
        assertComplete(new Downloader(settings).get(torrent, target, progress));
      }
      assertThat(liar.blocks()).isPositive();
      assertThat(liar.connections()).isEqualTo(1);
    }
  }
}
