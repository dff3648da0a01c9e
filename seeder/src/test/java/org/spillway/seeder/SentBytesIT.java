package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.catalog.usage.Delivery;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Request;

/** Bytes are counted by file, and stay counted when the peers have gone. */
class SentBytesIT extends SeederTestBase {
  private static void download(Seeder seeder, OfferedTorrent torrent, int blocks) throws Exception {
    try (var peer = TestLeecher.unchoked(seeder.port(), torrent.info().swarmHash())) {
      for (int block = 0; block < blocks; block++) {
        peer.send(new Request(block, 0, Request.BLOCK_LENGTH));
        peer.piece();
      }
    }
    await("the end of the connection").until(() -> seeder.stats().torrents() == 0);
  }

  @Test
  void stats_afterTheLastPeerHasLeft() throws Exception {
    try (var fixture = CatalogFixture.start(folder, TorrentFormat.V1, Duration.ofHours(1));
        var seeder =
            Seeder.start(
                SETTINGS,
                UploadLimits.NONE,
                fixture.catalog(),
                TestPolicies.fresh(),
                SendBuffers.ofThisJvm())) {
      var one = fixture.offer("one", CatalogFixture.bytes(100_000, 1));
      var other = fixture.offer("other", CatalogFixture.bytes(100_000, 2));
      download(seeder, one, 2);
      download(seeder, other, 1);
      download(seeder, one, 3);
      var sent = fixture.catalog().usage().sent(Delivery.PEERS);
      assertThat(sent.byPath())
          .isEqualTo(
              Map.of("/one", 5L * Request.BLOCK_LENGTH, "/other", 1L * Request.BLOCK_LENGTH));
      assertThat(sent.total()).isEqualTo(seeder.stats().bytesSent());
    }
  }
}
