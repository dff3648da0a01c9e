package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;

/** Downloads whose torrent is handed in, as the browser's extension does. */
class KnownTorrentIT extends DownloaderTestBase {
  private static final int LENGTH = 1_000_000;

  private final Content content = Content.of(TorrentFormat.V1, LENGTH);

  private DownloadResult get(String url, Metainfo torrent) throws Exception {
    return new Downloader(settings).get(DownloadUrl.parse(url), torrent, target, progress);
  }

  @Test
  void get_ownWebSeedAndMirror() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.GOOD);
        var mirror = new FileServer(content, FileServer.Mode.GOOD)) {
      var own = content.withUrls(List.of(), List.of(server.url("/file.bin")));
      assertThat(get(server.url("/file.bin"), own.metainfo()).from(Source.WEB_SEED))
          .isEqualTo(LENGTH);
      Files.delete(target);
      var elsewhere = content.withUrls(List.of(), List.of(mirror.url("/file.bin")));
      assertThat(get(server.url("/file.bin"), elsewhere.metainfo()).from(Source.MIRROR))
          .isEqualTo(LENGTH);
      assertThat(target).hasBinaryContent(content.bytes());
    }
  }

  @Test
  void get_sourcesFail_asksTheUrl() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.GOOD);
        var gone = new FileServer(content, FileServer.Mode.MISSING)) {
      var torrent = content.withUrls(List.of(), List.of(gone.url("/file.bin")));
      var result = get(server.url("/file.bin"), torrent.metainfo());
      // The URL becomes a source of pieces, which are verified.
      assertThat(result.from(Source.WEB_SEED)).isEqualTo(LENGTH);
      assertThat(target).hasBinaryContent(content.bytes());
    }
  }

  @Test
  void get_countsPeers() throws Exception {
    var most = new AtomicInteger();
    var counting =
        new Progress() {
          @Override
          public void peers(int connected) {
            most.accumulateAndGet(connected, Math::max);
          }
        };
    try (var seed = new SeedFixture(content, SeedFixture.Mode.GOOD);
        var tracker = new UdpTrackerFixture(0, List.of(seed.address()))) {
      var torrent = content.withUrls(List.of(tracker.url()), List.of()).metainfo();
      var url = DownloadUrl.parse("http://127.0.0.1:1/file.bin");
      new Downloader(settings).get(url, torrent, target, counting);
      assertThat(target).hasBinaryContent(content.bytes());
      assertThat(most).hasValue(1);
    }
  }

  /** Somebody else's file must not be replaced, however late it appears. */
  @Test
  void get_fileAppearsDuringTheDownload_isKept() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.GOOD)) {
      var torrent = content.withUrls(List.of(), List.of(server.url("/file.bin"))).metainfo();
      var disturbing =
          new Progress() {
            @Override
            public void peers(int connected) {
              write();
            }
          };
      assertThatThrownBy(
              () ->
                  new Downloader(settings)
                      .get(DownloadUrl.parse(server.url("/a")), torrent, target, disturbing))
          .isInstanceOf(DownloadException.class)
          .hasMessage(target + ": another file appeared there during the download");
      assertThat(target).hasContent("mine");
    }
  }

  private void write() {
    try {
      Files.writeString(target, "mine");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void reserve_thenDiscard() throws Exception {
    assertThat(Downloader.reserve(target)).isTrue();
    assertThat(Downloader.reserve(target)).isFalse();
    KnownEtag.of(target).write("\"1\"");
    Downloader.discard(target);
    assertThat(folder).isEmptyDirectory();
    Files.writeString(target, "mine");
    assertThat(Downloader.reserve(target)).isFalse();
    Downloader.discard(target);
    assertThat(target).hasContent("mine");
  }
}
