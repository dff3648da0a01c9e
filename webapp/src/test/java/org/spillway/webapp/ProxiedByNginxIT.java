package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;

/**
 * nginx in front, which by default takes 1 GiB of a file before it lets us wait until its client
 * has all of that. Here it is 4 MiB, and a client that takes some seconds for them.
 */
class ProxiedByNginxIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String PATH = "/pub/40m.bin";
  private static final byte[] CONTENT = TestSite.bytes(13, 40_000_000);

  @TempDir private static Path folder;

  private static Server server;
  private static int origin;

  @BeforeAll
  static void start() throws Exception {
    var site = TestSite.withoutBig(folder);
    site.offer(PATH, CONTENT);
    var config = Config.of(site.values().set(HttpConfig.IDLE_TIMEOUT, "1s"));
    server = Server.start(config, Server.bindHttp(config));
    origin = server.ports().http().orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertServed(String settings) throws Exception {
    try (var nginx = Nginx.start(folder, settings.formatted(origin))) {
      Path file = folder.resolve("file");
      String url = nginx.base() + PATH;
      Program.run(
          0,
          MOST,
          Map.of(),
          List.of(
              "curl", "-q", "-sSf", "--noproxy", "*", "--limit-rate", "3M", "-o", "" + file, url));
      assertThat(file).hasBinaryContent(CONTENT);
      Files.delete(file);
    }
  }

  @Test
  void buffersAndATemporaryFile_asByDefault() throws Exception {
    assertServed(
        """
        location / { proxy_pass http://127.0.0.1:%d; proxy_max_temp_file_size 4m; }
        """);
  }

  /** The settings are those of docs/caches.md. */
  @Test
  void buffersAlone() throws Exception {
    assertServed(
        """
        location / {
          proxy_pass http://127.0.0.1:%d;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_max_temp_file_size 0;
        }
        """);
  }
}
