package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.webapp.Certificates;
import org.spillway.webapp.RawHttp;
import org.spillway.webapp.Server;
import org.spillway.webapp.TestSite;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.TlsSettings;

/**
 * Clients that are slow, silent or gone, at a server that waits three seconds for them, and nine
 * for those that it sends to.
 */
class SlowClientsIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String HEAD = "GET " + TestSite.BIG + " HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir private static Path folder;

  private static TestSite site;
  private static TlsSettings tls;
  private static JettyServer jetty;
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    site = new TestSite(folder);
    tls = new Certificates(folder).ec("server");
    var values =
        site.values()
            .set(HttpConfig.IDLE_TIMEOUT, "3s")
            .set(HttpConfig.SEND_TIMEOUT, "9s")
            .set(NegotiationConfig.WAIT, "7s")
            .set(CatalogConfig.RECHECK, "1s")
            .set(HttpConfig.TLS_PORT, "0")
            .set(HttpConfig.TLS_CERTIFICATE, tls.certificate().toString())
            .set(HttpConfig.TLS_KEY, tls.key().toString());
    var config = Config.of(values);
    jetty = (JettyServer) Server.bindHttp(config);
    server = Server.start(config, jetty);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertAllGone() throws Exception {
    await("the end of all connections")
        .atMost(MOST)
        .untilAsserted(() -> assertThat(jetty.connections()).isZero());
    var good = TestSite.get("http://127.0.0.1:" + jetty.port() + "/pub/read%20me,%20100%25.txt");
    assertThat(good.statusCode()).isEqualTo(200);
  }

  @Test
  void silence_isClosed() throws Exception {
    try (var plain = RawHttp.connect(jetty.port());
        var kept = RawHttp.connect(jetty.port());
        var tls = RawHttp.connect(jetty.tlsPort().orElseThrow())) {
      kept.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(kept.read().orElseThrow().status()).isEqualTo(404);
      assertThat(plain.readToEnd()).isEmpty();
      assertThat(kept.readToEnd()).isEmpty();
      assertThat(tls.readToEnd()).isEmpty();
    }
    assertAllGone();
  }

  /** Never silent, and never done. */
  private static boolean isClosedAfter(RawHttp client, String next) {
    try {
      client.send(next);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void headByteByByte_isClosed() throws Exception {
    try (var client = RawHttp.connect(jetty.port())) {
      client.send(HEAD);
      await("closed").atMost(MOST).until(() -> isClosedAfter(client, "X"));
    }
    assertAllGone();
  }

  @Test
  void headByteByByte_ofTheSecondRequest_isClosed() throws Exception {
    try (var client = RawHttp.connect(jetty.port())) {
      client.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\nGET /none HT");
      assertThat(client.read().orElseThrow().status()).isEqualTo(404);
      client.send("TP/1.1\r\n");
      await("closed").atMost(MOST).until(() -> isClosedAfter(client, "X"));
    }
    assertAllGone();
  }

  @Test
  void emptyLinesAndNoRequest_isClosed() throws Exception {
    try (var client = RawHttp.connect(jetty.port());
        var kept = RawHttp.connect(jetty.port())) {
      kept.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(kept.read().orElseThrow().status()).isEqualTo(404);
      await("closed").atMost(MOST).until(() -> isClosedAfter(client, "\r\n"));
      await("closed").atMost(MOST).until(() -> isClosedAfter(kept, "\r\n"));
    }
    assertAllGone();
  }

  @Test
  void handshakeByteByByte_isClosed() throws Exception {
    try (var client = RawHttp.connect(jetty.tlsPort().orElseThrow())) {
      // A TLS record of 8 KB, of which not much is to come.
      client.send("\u0016\u0003\u0001 \u0000\u0001\u0000\u001f\u00fc\u0003\u0003");
      await("closed").atMost(MOST).until(() -> isClosedAfter(client, "X"));
    }
    assertAllGone();
  }

  @Test
  void readersThatStopReading_areClosed() throws Exception {
    List<RawHttp> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      var client = RawHttp.connect(jetty.port());
      client.send(HEAD + "\r\n");
      clients.add(client);
    }
    assertThat(clients.get(0).read(1000)).startsWith("HTTP/1.1 200 OK");
    assertAllGone();
    for (RawHttp client : clients) {
      client.close();
    }
  }

  /** Returns after the time for which a connection may be silent. */
  private static void awaitSilence() throws Exception {
    try (var silent = RawHttp.connect(jetty.port())) {
      assertThat(silent.readToEnd()).isEmpty();
    }
  }

  @Test
  void readersThatPause_getItAll() throws Exception {
    try (var client = RawHttp.connect(jetty.port())) {
      client.send(HEAD + "Range: bytes=0-59999999\r\nConnection: close\r\n\r\n");
      String begin = client.read(1000);
      awaitSilence();
      awaitSilence();
      String all = begin + client.readToEnd();
      assertThat(all.length() - all.indexOf("\r\n\r\n") - 4).isEqualTo(60_000_000);
    }
    assertAllGone();
  }

  @Test
  void readersThatPause_overHttp2() throws Exception {
    try (var body = readOverHttp2()) {
      assertThat(body.readNBytes(1000)).hasSize(1000);
      awaitSilence();
      awaitSilence();
      body.skipNBytes(Files.size(site.file(TestSite.BIG)) - 1000);
      assertThat(body.read()).isEqualTo(-1);
    }
  }

  private static InputStream readOverHttp2() throws Exception {
    var client =
        HttpClient.newBuilder().sslContext(Certificates.trusting(tls.certificate())).build();
    var url = "https://localhost:" + jetty.tlsPort().orElseThrow() + TestSite.BIG;
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    var response = client.send(request, BodyHandlers.ofInputStream());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return response.body();
  }

  @Test
  void readersThatStopReading_overHttp2_areClosed() throws Exception {
    try (var body = readOverHttp2()) {
      assertThat(body.readNBytes(1000)).hasSize(1000);
      await("the end of all transfers")
          .atMost(MOST)
          .untilAsserted(() -> assertThat(jetty.stats().transfers()).isZero());
    }
  }

  @Test
  void readersThatReadSlowly_getItAll() throws Exception {
    long length = Files.size(site.file(TestSite.BIG));
    try (var client = RawHttp.connect(jetty.port())) {
      client.send(HEAD + "Range: bytes=0-19999999\r\nConnection: close\r\n\r\n");
      var read = new StringBuilder(client.read(100_000));
      await("slow reading")
          .atMost(MOST)
          .until(
              () -> {
                String more = client.read(200_000);
                read.append(more);
                return more.isEmpty();
              });
      assertThat(read.substring(read.indexOf("\r\n\r\n") + 4)).hasSize(20_000_000);
      assertThat(read).contains("Content-Range: bytes 0-19999999/" + length);
    }
    assertAllGone();
  }

  @Test
  void clientsThatVanish_leaveNothing() throws Exception {
    for (int i = 0; i < 50; i++) {
      var beforeTheEnd = RawHttp.connect(jetty.port());
      beforeTheEnd.send(HEAD);
      beforeTheEnd.reset();
      var beforeTheAnswer = RawHttp.connect(jetty.port());
      beforeTheAnswer.send(HEAD + "\r\n");
      beforeTheAnswer.reset();
      var withinTheAnswer = RawHttp.connect(jetty.port());
      withinTheAnswer.send(HEAD + "\r\n");
      assertThat(withinTheAnswer.read(100)).startsWith("HTTP/1.1 200 OK");
      withinTheAnswer.reset();
    }
    assertAllGone();
  }

  /** The server is silent for longer than it lets clients be. */
  @Test
  void torrent_thatTakesLonger_isWaitedFor() throws Exception {
    Path sparse = site.file("/pub/sparse");
    try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    var client =
        HttpClient.newBuilder().sslContext(Certificates.trusting(tls.certificate())).build();
    String secure = "https://localhost:" + jetty.tlsPort().orElseThrow() + "/pub/sparse?torrent";
    // Several streams, so that Jetty sets its timers again and again.
    var urls =
        List.of("http://localhost:" + jetty.port() + "/pub/sparse?torrent", secure, secure, secure);
    var answers =
        urls.stream()
            .map(url -> HttpRequest.newBuilder(URI.create(url)).build())
            .map(request -> client.sendAsync(request, BodyHandlers.ofByteArray()))
            .toList();
    for (var answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(503);
      assertThat(answer.get().body()).asString().contains("the torrent is being made");
    }
    assertThat(answers.get(1).get().version()).isEqualTo(HttpClient.Version.HTTP_2);
    Files.delete(sparse);
  }
}
