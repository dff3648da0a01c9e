package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.webapp.RawHttp;
import org.spillway.webapp.Server;
import org.spillway.webapp.TestSite;
import org.spillway.webapp.config.Config;

/** Requests of HTTP/1.0 with a transfer coding, behind which a second request may hide. */
class CodingCheckIT {
  private static final String PATH = "/pub/file.txt";
  private static final String HIDDEN = "GET " + PATH + " HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir private static Path folder;

  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    var site = TestSite.withoutBig(folder);
    site.offer(PATH, TestSite.bytes(1, 100));
    var config = Config.of(site.values());
    server = Server.start(config, Server.bindHttp(config));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RawHttp connect() throws Exception {
    return RawHttp.connect(server.ports().http().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /pub/file.txt HTTP/1.0\r\nTransfer-Encoding: chunked",
        "GET /pub/file.txt HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5",
        "GET /pub/file.txt HTTP/1.0\r\nTransfer-Encoding: identity",
        "GET /none HTTP/1.0\r\ntransfer-encoding: chunked",
        "POST /pub/file.txt HTTP/1.0\r\nTransfer-Encoding: chunked",
        "GET /announce HTTP/1.0\r\nTransfer-Encoding: chunked"
      })
  void http10_withCoding_isRefusedAndClosed(String head) throws Exception {
    try (var raw = connect()) {
      raw.sendAnyway(head + "\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n" + HIDDEN);
      var answer = raw.read().orElseThrow();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.head()).doesNotContainIgnoringCase("keep-alive");
      assertThat(raw.readToEnd()).isEmpty();
    }
  }

  @Test
  void head_withCoding_isRefusedAndClosed() throws Exception {
    try (var raw = connect()) {
      raw.sendAnyway(
          "HEAD /pub/file.txt HTTP/1.0\r\nTransfer-Encoding: chunked\r\n"
              + "Connection: keep-alive\r\n\r\n0\r\n\r\n"
              + HIDDEN);
      assertThat(raw.readHead().orElseThrow().status()).isEqualTo(400);
      assertThat(raw.readToEnd()).isEmpty();
    }
  }

  @Test
  void http10_withoutCoding_staysOpenIfAsked() throws Exception {
    try (var raw = connect()) {
      for (int i = 0; i < 2; i++) {
        raw.send("GET " + PATH + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(raw.read().orElseThrow().body()).hasSize(100);
      }
    }
  }

  @Test
  void http11_withCoding_isAnswered() throws Exception {
    try (var raw = connect()) {
      raw.send(
          "GET /pub/file.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5\r\nhello\r\n0\r\n\r\n"
              + HIDDEN);
      assertThat(raw.read().orElseThrow().status()).isEqualTo(200);
      assertThat(raw.read().orElseThrow().status()).isEqualTo(200);
    }
  }
}
