package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.ServerTrust;
import org.spillway.torrent.TorrentFormat;

/** A server that is down, and whose torrent was downloaded with before. */
class CachedTorrentIT extends DownloaderTestBase {
  private final Content content = Content.of(TorrentFormat.V1, 1_000_000);

  @BeforeEach
  void useCache() {
    settings =
        settings
            .withCache(folder.resolve("cache"))
            .withDns(settings.dns().withTrust(DnsPolicy.Trust.NONE))
            .withRequests(settings.requests().withRetries(0));
  }

  /** Downloads with the torrent of a server, which is down then; returns the file's URL. */
  private String download(FileServer mirror) throws Exception {
    var torrent = content.withUrls(List.of(), List.of(mirror.url("/file.bin")));
    try (var origin = new FileServer(torrent, FileServer.Mode.NEGOTIATING)) {
      assertThat(get(origin.url("/file.bin")).route()).isEqualTo(Route.NEGOTIATED);
      Files.delete(target);
      return origin.url("/file.bin");
    }
  }

  @Test
  void get_outage_usesTheTorrentOfBefore() throws Exception {
    try (var mirror = new FileServer(content, FileServer.Mode.GOOD)) {
      String url = download(mirror);
      assertThat(get(url).route()).isEqualTo(Route.KEPT_TORRENT);
      assertThat(target).hasBinaryContent(content.bytes());
      assertThat(progress.notes())
          .anyMatch(note -> note.contains("using the torrent that the server sent on 20"));
    }
  }

  @Test
  void get_outage_withoutCache() throws Exception {
    try (var mirror = new FileServer(content, FileServer.Mode.GOOD)) {
      String url = download(mirror);
      settings = settings.withCache(null);
      assertThat(failure(url).reason()).isEqualTo(Reason.UNREACHABLE);
    }
  }

  /** A stranger on the way may have sent it. */
  @Test
  void get_fromAnyServer_isNotKept() throws Exception {
    var any = new ServerTrust(Optional.empty(), true);
    settings = settings.withRequests(settings.requests().withTrust(any));
    try (var mirror = new FileServer(content, FileServer.Mode.GOOD)) {
      assertThat(failure(download(mirror)).reason()).isEqualTo(Reason.UNREACHABLE);
    }
  }

  @Test
  void get_sourcesAreGoneAsWell() throws Exception {
    String url;
    try (var mirror = new FileServer(content, FileServer.Mode.GOOD)) {
      url = download(mirror);
    }
    assertThat(failure(url).reason()).isEqualTo(Reason.UNREACHABLE);
  }
}
