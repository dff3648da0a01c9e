package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.Request;

/** Bytes are counted by file, and stay counted when the peers have gone. */
class SentBytesTest {
  @TempDir Path folder;
  private CatalogFixture fixture;
  private SeederContext context;

  @BeforeEach
  void open() throws Exception {
    fixture = CatalogFixture.start(folder, TorrentFormat.V1, Duration.ofHours(1));
    context = EmbeddedPeer.context(fixture.catalog(), SeederSettings.DEFAULT, Runnable::run);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void download(OfferedTorrent torrent, int blocks) throws Exception {
    var peer = EmbeddedPeer.connected(context, torrent.info().swarmHash());
    peer.send(new Interested());
    for (int block = 0; block < blocks; block++) {
      peer.send(new Request(block, 0, Request.BLOCK_LENGTH));
    }
    assertThat(peer.messages()).hasSize(blocks + 1);
    peer.disconnect();
  }

  @Test
  void snapshot_afterTheLastPeerHasLeft() throws Exception {
    var one = fixture.offer("one", CatalogFixture.bytes(100_000, 1));
    var other = fixture.offer("other", CatalogFixture.bytes(100_000, 2));
    download(one, 2);
    download(other, 1);
    download(one, 3);
    var stats = context.counters().snapshot(context.torrents().size());
    assertThat(stats.torrents()).isZero();
    assertThat(stats.sent().byPath())
        .isEqualTo(Map.of("/one", 5L * Request.BLOCK_LENGTH, "/other", 1L * Request.BLOCK_LENGTH));
    assertThat(stats.sent().total()).isEqualTo(stats.bytesSent());
  }
}
