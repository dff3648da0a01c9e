package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.UploadConfig;
import org.spillway.webapp.http.JettyServer;

/** Real clients get all of a file, and never faster than the limits say. */
class RatesIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String PATH = "/pub/rates.bin";
  private static final byte[] CONTENT = TestSite.bytes(6, 2_500_000);

  @TempDir private Path folder;

  private void curl(String url, String name, String... options) throws Exception {
    Program.run(0, MOST, Map.of(), curlCommand(url, name, options));
  }

  private List<String> curlCommand(String url, String name, String... options) {
    var command = new ArrayList<>(List.of("curl", "-q", "-sS", "-f", "--noproxy", "*"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", folder.resolve(name).toString(), url));
    return command;
  }

  private List<String> aria2Command(String url, String name) {
    return List.of(
        "aria2c",
        "--no-conf",
        "--no-proxy=*",
        "--enable-dht=false",
        "--bt-enable-lpd=false",
        "--seed-time=0",
        "--follow-torrent=mem",
        "--file-allocation=none",
        "--dir=" + folder.resolve(name),
        url + "?torrent");
  }

  private void assertDownloaded(String name) throws Exception {
    assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(CONTENT);
  }

  /** A slow machine makes it later still. */
  private static void assertNotFaster(long start, long bytes, long rate) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertThat(bytes).isLessThanOrEqualTo(millis * rate / 1000 * 105 / 100 + rate / 10);
  }

  private ServedSite serve(Map<Key<?>, String> keys) throws Exception {
    var served = ServedSite.start(folder.resolve("site"), keys);
    served.site().offer(PATH, CONTENT);
    TestSite.torrent(served.url(PATH));
    return served;
  }

  @Test
  void httpMaxRate_curl() throws Exception {
    try (var served = serve(Map.of(NegotiationConfig.MAX_RATE, "1MB"))) {
      long start = System.nanoTime();
      curl(served.url(PATH), "file");
      assertNotFaster(start, CONTENT.length, 1_000_000);
      assertDownloaded("file");
    }
  }

  /** Each within its own rate, and both within that of all. */
  @Test
  void uploadMaxRate_curlAndAria2_shareIt() throws Exception {
    Map<Key<?>, String> keys =
        Map.of(UploadConfig.MAX_RATE, "2MB", NegotiationConfig.MAX_RATE_PER_CLIENT, "1.9MB");
    try (var served = serve(keys)) {
      long start = System.nanoTime();
      try (var curl = Program.start(Map.of(), curlCommand(served.url(PATH), "file"));
          var aria2 = Program.start(Map.of(), aria2Command(served.url(PATH), "swarm"))) {
        assertThat(curl.awaitEnd(MOST)).as(curl::output).isZero();
        assertThat(aria2.awaitEnd(MOST)).as(aria2::output).isZero();
      }
      assertNotFaster(start, 2L * CONTENT.length, 1_900_000);
      assertDownloaded("file");
      assertDownloaded("swarm/rates.bin");
    }
  }

  /** Two seconds pass between one portion of 16 KiB and the next. */
  @Test
  void rateThatMakesLongerSilence_thanConnectionsMayKeep_cutsNothing() throws Exception {
    var site = TestSite.withoutBig(folder.resolve("site"));
    var tls = new Certificates(folder).ec("server");
    site.offer(PATH, CONTENT);
    var values =
        site.values()
            .set(HttpConfig.IDLE_TIMEOUT, "1s")
            .set(NegotiationConfig.WAIT, "0s")
            // 16 KiB each for two clients: 1.4 s. Jetty resets a stream that is silent for 2 s.
            .set(UploadConfig.MAX_RATE, "24000")
            .set(HttpConfig.TLS_PORT, "0")
            .set(HttpConfig.TLS_CERTIFICATE, tls.certificate().toString())
            .set(HttpConfig.TLS_KEY, tls.key().toString());
    var config = Config.of(values);
    var jetty = (JettyServer) Server.bindHttp(config);
    try (var server = Server.start(config, jetty)) {
      String https = "https://localhost:" + server.ports().https().orElseThrow() + PATH;
      var client =
          HttpClient.newBuilder().sslContext(Certificates.trusting(tls.certificate())).build();
      var request = HttpRequest.newBuilder(URI.create(https)).header("Range", "bytes=0-65535");
      var http2 = client.sendAsync(request.build(), BodyHandlers.ofByteArray());
      curl("http://127.0.0.1:" + jetty.port() + PATH, "part", "-r", "0-65535");
      assertThat(Files.readAllBytes(folder.resolve("part")))
          .isEqualTo(Arrays.copyOf(CONTENT, 65536));
      assertThat(http2.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(http2.get().body()).isEqualTo(Arrays.copyOf(CONTENT, 65536));
    }
  }
}
