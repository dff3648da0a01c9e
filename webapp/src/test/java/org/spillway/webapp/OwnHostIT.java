package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PercentEncoding;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;

/** Which host is named to a client, without {@code public-url} and with a proxy that is trusted. */
class OwnHostIT {
  private static final String TARGET = PercentEncoding.path(TestSite.SMALL) + "?torrent";

  @TempDir private static Path folder;

  private static Server server;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    var values =
        TestSite.withoutBig(folder).values().set(HttpConfig.TRUSTED_PROXIES, "127.0.0.0/8, ::1");
    var config = Config.of(values);
    server = Server.start(config, Server.bindHttp(config));
    port = server.ports().http().orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * The first tracker in the torrent that is sent.
   *
   * @param fields PORT stands for that of the server
   */
  private static String tracker(String target, String version, String... fields) throws Exception {
    var head = new StringBuilder("GET " + target + " " + version + "\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    try (var http = RawHttp.connect(port)) {
      http.send(head.append("\r\n").toString().replace("PORT", "" + port));
      var answer = http.read().orElseThrow();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.head()).doesNotContain("evil");
      var urls = Metainfo.parse(answer.body().getBytes(ISO_8859_1)).urls();
      assertThat(urls.toString()).doesNotContain("evil");
      return urls.trackers().get(0).replace("" + port, "PORT");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:PORT, http://localhost:PORT/announce",
    "LOCALHOST.:PORT, http://localhost:PORT/announce",
    "127.0.0.1:PORT, http://127.0.0.1:PORT/announce"
  })
  void host_own(String host, String expected) throws Exception {
    assertThat(tracker(TARGET, "HTTP/1.1", "Host: " + host)).isEqualTo(expected);
    String target = "http://" + host + TARGET;
    assertThat(tracker(target, "HTTP/1.1", "Host: " + host)).isEqualTo(expected);
  }

  /** The address that HTTP does not listen on is foreign, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "[::1]:PORT", "127.0.0.2:PORT"})
  void host_foreign(String host) throws Exception {
    assertThat(tracker(TARGET, "HTTP/1.1", "Host: " + host))
        .isEqualTo("http://localhost:PORT/announce");
  }

  /** Then it is the address to which the client has connected. */
  @Test
  void host_absent() throws Exception {
    assertThat(tracker(TARGET, "HTTP/1.0")).isEqualTo("http://127.0.0.1:PORT/announce");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded: for=192.0.2.7;host=", "X-Forwarded-Host: "})
  void forwardedHost(String field) throws Exception {
    for (String host : List.of("evil.example", "evil.example:PORT", "[::1]:PORT")) {
      String quoted = field.startsWith("F") ? '"' + host + '"' : host;
      assertThat(tracker(TARGET, "HTTP/1.1", "Host: 127.0.0.1:PORT", field + quoted))
          .isEqualTo("http://localhost:PORT/announce");
    }
    String own = field + (field.startsWith("F") ? "\"127.0.0.1:PORT\"" : "127.0.0.1:PORT");
    assertThat(tracker(TARGET, "HTTP/1.1", "Host: evil.example", own))
        .isEqualTo("http://127.0.0.1:PORT/announce");
  }
}
