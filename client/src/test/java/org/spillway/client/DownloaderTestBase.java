package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.torrent.MagnetLink;

/** A folder to download to, and a check that no thread is left. */
abstract class DownloaderTestBase {
  private static final List<String> THREADS =
      List.of("client-peer", "client-webseed", "client-tracker", "client-http");

  @TempDir Path folder;
  final RecordingProgress progress = new RecordingProgress();
  ClientSettings settings = ClientSettings.DEFAULT;
  Path target;

  @BeforeEach
  void setTarget() {
    target = folder.resolve("out.bin");
  }

  DownloadResult get(String url) throws Exception {
    return new Downloader(settings).get(DownloadUrl.parse(url), target, progress);
  }

  DownloadException failure(String url) throws Exception {
    try {
      get(url);
    } catch (DownloadException e) {
      return e;
    }
    throw new AssertionError("no failure");
  }

  static String magnet(Content content, String... peers) {
    var info = content.metainfo().info();
    var link = MagnetLink.builder();
    info.infoHash().ifPresent(link::infoHash);
    info.infoHashV2().ifPresent(link::infoHashV2);
    for (String peer : peers) {
      link.peer(peer);
    }
    return link.build().toString();
  }

  /** The HTTP client's own selector ends when the client is collected; ours end at once. */
  @AfterEach
  void noThreadIsLeft() throws Exception {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (THREADS.stream().anyMatch(name -> thread.getName().startsWith(name))) {
        thread.join(60_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }
}
