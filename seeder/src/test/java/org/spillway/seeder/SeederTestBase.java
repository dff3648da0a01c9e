package org.spillway.seeder;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.torrent.InfoHash;

/** A folder to serve, and a download from the seeder that serves it. */
abstract class SeederTestBase {
  static final EngineSettings SETTINGS = EngineSettings.DEFAULT.withHost("127.0.0.1").withPort(0);

  @TempDir Path folder;

  static byte[] download(int port, InfoHash infoHash, OfferedTorrent torrent) throws IOException {
    try (var leecher = TestLeecher.unchoked(port, infoHash)) {
      return leecher.download(torrent.info());
    }
  }
}
