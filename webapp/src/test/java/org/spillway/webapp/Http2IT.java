package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;

/** Honest clients keep their HTTP/2 connection, whatever they download; floods end theirs. */
class Http2IT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String PATH = "/pub/50k.bin";
  private static final int LENGTH = 50_000;

  @TempDir private static Path folder;

  private static Server server;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    var site = TestSite.withoutBig(folder);
    site.offer(PATH, TestSite.bytes(12, LENGTH));
    var tls = new Certificates(folder).ec("server");
    var values =
        site.values()
            .set(HttpConfig.TLS_PORT, "0")
            .set(HttpConfig.TLS_CERTIFICATE, tls.certificate().toString())
            .set(HttpConfig.TLS_KEY, tls.key().toString());
    var config = Config.of(values);
    server = Server.start(config, Server.bindHttp(config));
    url = "https://localhost:" + server.ports().https().orElseThrow() + PATH;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String node(String mode, int count) throws Exception {
    String script = Path.of("src", "test", "node", "http2.mjs").toString();
    return Program.run(MOST, "node", script, mode, url, Integer.toString(count)).strip();
  }

  /** Two windows of 64 KiB: each file takes an update of both, the last of them too late. */
  @Test
  void h2load_manyFilesOverOneConnection() throws Exception {
    String said = Program.run(MOST, "h2load", "-n2000", "-c1", "-m1", "-w16", "-W16", url);
    assertThat(said).contains("2000 succeeded, 0 failed");
  }

  @Test
  void h2load_manyAtATimeOverOneConnection() throws Exception {
    String said = Program.run(MOST, "h2load", "-n4000", "-c1", "-m100", "-w16", "-W16", url);
    assertThat(said).contains("4000 succeeded, 0 failed");
  }

  @Test
  void node_manyFilesOverOneConnection() throws Exception {
    assertThat(node("get", 2000)).isEqualTo(Integer.toString(2000 * LENGTH));
  }

  /** As clients do that measure the round trip. */
  @Test
  void node_manyPings() throws Exception {
    assertThat(node("ping", 700)).isEqualTo("700");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "settings", "emptyData"})
  void node_flood_isStopped(String kind) throws Exception {
    assertThat(node(kind, 2000)).isEqualTo("stopped");
  }
}
