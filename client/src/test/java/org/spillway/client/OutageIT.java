package org.spillway.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.net.DaemonThreads;
import org.spillway.testing.FreePort;
import org.spillway.testing.Patience;
import org.spillway.testing.Program;
import org.spillway.torrent.TorrentFormat;

/** Servers that are away for a while, and come back: nginx, and one that is busy. */
class OutageIT extends DownloaderTestBase {
  private static final Duration START = Duration.ofSeconds(20);

  private final Content content = Content.of(TorrentFormat.V1, 2_000_000);
  @TempDir private Path root;

  @BeforeEach
  void prepare() throws Exception {
    settings = settings.withDns(settings.dns().withTrust(DnsPolicy.Trust.NONE));
    Files.write(root.resolve("file.bin"), content.bytes());
  }

  private Program nginx(int port, String more) throws Exception {
    String at = root.toString();
    Files.writeString(
        root.resolve("nginx.conf"),
        """
        daemon off; master_process off; pid %s/pid; error_log %s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %s/a; proxy_temp_path %s/b; fastcgi_temp_path %s/c;
          uwsgi_temp_path %s/d; scgi_temp_path %s/e;
          server { listen 127.0.0.1:%d; root %s; %s }
        }
        """
            .formatted(at, at, at, at, at, at, at, port, at, more));
    var program =
        Program.start("nginx", "-p", at, "-e", at + "/error.log", "-c", at + "/nginx.conf");
    program.awaitPort(START, port);
    return program;
  }

  /** Only a running transfer has sent as much as this, and not the whole. */
  private void awaitHalf() {
    Patience.await("half of the file")
        .until(
            () -> {
              Path part = PartialFile.partOf(target);
              return Files.exists(part) && Files.size(part) > 500_000;
            });
  }

  @Test
  void get_serverThatIsKilledAndComesBack_isAskedForTheRest() throws Exception {
    int port = FreePort.find();
    String url = "http://127.0.0.1:" + port + "/file.bin";
    var executor = Executors.newSingleThreadExecutor(new DaemonThreads("download"));
    CompletableFuture<DownloadResult> result = new CompletableFuture<>();
    try {
      try (var slow = nginx(port, "limit_rate 500k;")) {
        executor.execute(() -> complete(result, url));
        awaitHalf();
        slow.kill();
      }
      // The three tries in a row that came before took less.
      Patience.await("a second round of tries")
          .until(() -> progress.notes().stream().anyMatch(note -> note.contains("asking again")));
      try (var back = nginx(port, "")) {
        var done = result.get(60, TimeUnit.SECONDS);
        assertThat(back.output()).isEmpty();
        assertThat(target).hasBinaryContent(content.bytes());
        assertThat(done.from(Source.HTTP)).as("nothing comes twice").isLessThan(2_000_000);
      }
    } finally {
      Threads.end(executor);
    }
  }

  @Test
  void get_serverThatCannotBeReachedAtFirst_isAskedAgainIfWanted() throws Exception {
    int port = FreePort.find();
    settings = settings.withRequests(settings.requests().withRetryUnreachable(true));
    var executor = Executors.newSingleThreadExecutor(new DaemonThreads("download"));
    CompletableFuture<DownloadResult> result = new CompletableFuture<>();
    try {
      executor.execute(() -> complete(result, "http://127.0.0.1:" + port + "/file.bin"));
      Patience.await("another try")
          .until(() -> progress.notes().stream().anyMatch(note -> note.contains("asking again")));
      try (var started = nginx(port, "")) {
        result.get(60, TimeUnit.SECONDS);
        assertThat(started.output()).isEmpty();
        assertThat(target).hasBinaryContent(content.bytes());
      }
    } finally {
      Threads.end(executor);
    }
  }

  private void complete(CompletableFuture<DownloadResult> result, String url) {
    try {
      result.complete(get(url));
    } catch (Exception e) {
      result.completeExceptionally(e);
    }
  }

  @Test
  void get_fileIsReplacedDuringTheDownload_startsOver() throws Exception {
    int port = FreePort.find();
    byte[] other = Content.of(TorrentFormat.V2, 1_500_000).bytes();
    var executor = Executors.newSingleThreadExecutor(new DaemonThreads("download"));
    CompletableFuture<DownloadResult> result = new CompletableFuture<>();
    try {
      try (var slow = nginx(port, "limit_rate 500k;")) {
        executor.execute(() -> complete(result, "http://127.0.0.1:" + port + "/file.bin"));
        awaitHalf();
        slow.kill();
      }
      Files.write(root.resolve("file.bin"), other);
      try (var back = nginx(port, "")) {
        result.get(60, TimeUnit.SECONDS);
        assertThat(back.output()).isEmpty();
        assertThat(target).hasBinaryContent(other);
      }
    } finally {
      Threads.end(executor);
    }
  }

  @Test
  void get_partThatIsLongerThanTheFile_startsOver() throws Exception {
    int port = FreePort.find();
    try (var server = nginx(port, "etag off; add_header ETag '\"1\"';")) {
      Files.write(PartialFile.partOf(target), new byte[2_500_000]);
      KnownEtag.of(target).write("\"1\"");
      get("http://127.0.0.1:" + port + "/file.bin");
      assertThat(server.output()).isEmpty();
      assertThat(target).hasBinaryContent(content.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void get_busyServer_isAskedAgainWhenItSays(int status) throws Exception {
    var busy = new WireMockServer(wireMockConfig().dynamicPort());
    busy.start();
    try {
      busy.stubFor(
          WireMock.get(anyUrl())
              .inScenario("busy")
              .whenScenarioStateIs(Scenario.STARTED)
              .willReturn(aResponse().withStatus(status).withHeader("Retry-After", "2"))
              .willSetStateTo("free"));
      busy.stubFor(
          WireMock.get(anyUrl())
              .inScenario("busy")
              .whenScenarioStateIs("free")
              .willReturn(ok().withBody("text")));
      var start = Instant.now();
      get("http://127.0.0.1:" + busy.port() + "/file.bin");
      assertThat(target).hasContent("text");
      assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
      busy.verify(2, WireMock.anyRequestedFor(anyUrl()));
    } finally {
      busy.stop();
    }
  }
}
