package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.encryption.Encryption;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.TorrentFormat;

/** Engines on real sockets: one has a file, others fetch it. */
class PeerEngineIT {
  private static final EngineSettings SETTINGS =
      EngineSettings.DEFAULT.withHost("127.0.0.1").withPort(0);

  private final byte[] content = TestTorrents.bytes(5_000_000, 1);
  private final TestTorrents torrents = new TestTorrents();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(0, one);
    return one;
  }

  private PeerAddress seed(EngineSettings settings) throws Exception {
    var engine = opened(PeerEngine.start(settings, UploadLimits.NONE, torrents, new TestMemory()));
    return new PeerAddress(InetAddress.getLoopbackAddress(), engine.port());
  }

  private TestLeech leech(TestTorrents.Offered torrent, EngineSettings settings) throws Exception {
    return opened(new TestLeech(torrent.hashes(), settings, UploadLimits.NONE));
  }

  private void awaitContent(TestLeech leech) {
    await("the whole content")
        .atMost(Duration.ofSeconds(30))
        .until(() -> leech.download().isComplete());
    assertThat(leech.content()).isEqualTo(content);
  }

  @Test
  void download_fromOneSeed() throws Exception {
    for (TorrentFormat format : TorrentFormat.values()) {
      var torrent = torrents.offer(content, format);
      var leech = leech(torrent, SETTINGS);
      leech.meet(seed(SETTINGS));
      awaitContent(leech);
    }
  }

  @Test
  void download_overUtp() throws Exception {
    var torrent = torrents.offer(content, TorrentFormat.V1);
    var utp = SETTINGS.withUtp(true);
    var engine = opened(PeerEngine.start(utp, UploadLimits.NONE, torrents, new TestMemory()));
    var leech = leech(torrent, utp);
    leech.meet(new PeerAddress(InetAddress.getLoopbackAddress(), engine.port()));
    awaitContent(leech);
  }

  /** Those who fetch the file give each other what they have. */
  @Test
  void download_byACrowd_comesFromTheCrowd() throws Exception {
    var torrent = torrents.offer(content, TorrentFormat.V1);
    var slow =
        new UploadLimits(
            RateLimiter.of(3_000_000, System::nanoTime), 0, 0, 0, ChokerOrder.ROUND_ROBIN);
    torrents.limit(slow);
    var engine = opened(PeerEngine.start(SETTINGS, slow, torrents, new TestMemory()));
    var seed = new PeerAddress(InetAddress.getLoopbackAddress(), engine.port());
    List<TestLeech> crowd = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      crowd.add(leech(torrent, SETTINGS));
    }
    for (TestLeech one : crowd) {
      one.meet(seed);
      crowd.stream().filter(other -> other != one).forEach(other -> one.meet(other.address()));
    }
    crowd.forEach(this::awaitContent);
    assertThat(engine.stats().bytesSent()).isLessThan(3L * content.length);
  }

  @Test
  void download_fromALeechAlone() throws Exception {
    var torrent = torrents.offer(content, TorrentFormat.V1);
    var first = leech(torrent, SETTINGS);
    first.meet(seed(SETTINGS));
    awaitContent(first);
    var second = leech(torrent, SETTINGS);
    second.meet(first.address());
    awaitContent(second);
  }

  @Test
  void download_encrypted() throws Exception {
    var torrent = torrents.offer(content, TorrentFormat.V1);
    var encrypted = SETTINGS.withEncryption(Encryption.REQUIRE);
    var leech = leech(torrent, encrypted);
    leech.meet(seed(encrypted));
    awaitContent(leech);
  }

  /** A peer that takes encrypted connections only is dialled once more. */
  @Test
  void download_plainFromWhoRequiresEncryption() throws Exception {
    var torrent = torrents.offer(content, TorrentFormat.V1);
    var leech = leech(torrent, SETTINGS);
    leech.meet(seed(SETTINGS.withEncryption(Encryption.REQUIRE)));
    awaitContent(leech);
  }

  /** The third one knows of nobody but the first, which has nothing. */
  @Test
  void download_fromPeersThatAnotherNames() throws Exception {
    var torrent = torrents.offer(content, TorrentFormat.V1);
    var first = leech(torrent, SETTINGS);
    var third = leech(torrent, SETTINGS);
    first.download().close();
    first.meet(seed(SETTINGS));
    await("the seed is connected").until(() -> first.connected() == 1);
    third.meet(first.address());
    awaitContent(third);
  }
}
