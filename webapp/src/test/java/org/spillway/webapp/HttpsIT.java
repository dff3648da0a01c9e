package org.spillway.webapp;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.testing.Program;
import org.spillway.testing.WebSocketClient;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.TlsSettings;

/** A server with a certificate, which one of the tests replaces. */
class HttpsIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  private static TestSite site;
  private static Certificates certificates;
  private static TlsSettings tls;
  private static Server server;
  private static String base;

  @BeforeAll
  static void start() throws Exception {
    site = new TestSite(folder);
    certificates = new Certificates(folder);
    tls = certificates.ec("server");
    var values =
        site.values()
            .set(HttpConfig.TLS_PORT, "0")
            .set(HttpConfig.TLS_CERTIFICATE, tls.certificate().toString())
            .set(HttpConfig.TLS_KEY, tls.key().toString());
    var config = Config.of(values);
    server = Server.start(config, Server.bindHttp(config));
    base = "https://localhost:" + port();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int port() {
    return server.ports().https().orElseThrow();
  }

  private static HttpClient client(HttpClient.Version version) throws Exception {
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(Certificates.trusting(tls.certificate()))
        .build();
  }

  private static HttpResponse<byte[]> send(HttpClient client, String url, String... fields)
      throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(MOST);
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void get_wholePartsAndTorrent(HttpClient.Version version) throws Exception {
    var client = client(version);
    byte[] file = Files.readAllBytes(site.file(TestSite.BIG));
    var whole = send(client, base + TestSite.BIG);
    assertThat(whole.version()).isEqualTo(version);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(Sha256.digest(whole.body())).isEqualTo(Sha256.digest(file));
    var part = send(client, base + TestSite.BIG, "Range", "bytes=1000000-3000000");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 1_000_000, 3_000_001));
    var parts = send(client, base + TestSite.BIG, "Range", "bytes=0-1, -2");
    assertThat(parts.statusCode()).isEqualTo(206);
    assertThat(parts.headers().firstValue("content-type").orElseThrow())
        .startsWith("multipart/byteranges");
    assertThat(send(client, base + TestSite.BIG, "Range", "bytes=999999999999-").statusCode())
        .isEqualTo(416);
    var torrent = send(client, base + TestSite.BIG + "?torrent");
    assertThat(Metainfo.parse(torrent.body()).info().length()).isEqualTo(file.length);
    assertThat(send(client, base + "/none").statusCode()).isEqualTo(404);
  }

  @Test
  void webSocket_onTheTlsPort() throws Exception {
    var torrent = Metainfo.parse(send(client(HTTP_1_1), base + TestSite.BIG + "?torrent").body());
    var uri = URI.create("wss://localhost:" + port() + "/announce");
    try (var peer = new WebSocketClient(client(HTTP_1_1), uri)) {
      peer.send(WebPeers.announce(torrent, 1, 0));
      assertThat(peer.next()).contains("\"complete\":1", "\"incomplete\":1");
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void head_hasTheLengthAlone(HttpClient.Version version) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base + TestSite.BIG))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    var response = client(version).send(request, BodyHandlers.ofByteArray());
    assertThat(response.version()).isEqualTo(version);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("content-length"))
        .hasValue(Files.size(site.file(TestSite.BIG)));
    assertThat(response.body()).isEmpty();
  }

  @Test
  void get_manyAtATimeOverOneConnection() throws Exception {
    var client = client(HttpClient.Version.HTTP_2);
    byte[] file = Files.readAllBytes(site.file(TestSite.BIG));
    var request =
        HttpRequest.newBuilder(URI.create(base + TestSite.BIG))
            .header("Range", "bytes=0-4999999")
            .build();
    send(client, base + "/none");
    var answers =
        Stream.generate(() -> client.sendAsync(request, BodyHandlers.ofByteArray()))
            .limit(20)
            .toList();
    for (var answer : answers) {
      assertThat(answer.get().body()).isEqualTo(Arrays.copyOf(file, 5_000_000));
    }
  }

  @Test
  void curl_http2() throws Exception {
    var out = folder.resolve("out");
    String said =
        Program.run(
            MOST,
            "curl",
            "--http2",
            "--cacert",
            tls.certificate().toString(),
            "-sS",
            "-r",
            "10-99",
            "-o",
            out.toString(),
            "-w",
            "%{http_version} %{response_code}",
            base + TestSite.BIG);
    assertThat(said).isEqualTo("2 206");
    try (var in = Files.newInputStream(site.file(TestSite.BIG))) {
      in.skipNBytes(10);
      assertThat(out).hasBinaryContent(in.readNBytes(90));
    }
  }

  @Test
  void curl_anotherHostName() throws Exception {
    String said =
        Program.run(
            MOST,
            "curl",
            "-k",
            "-sS",
            "-o",
            folder.resolve("out").toString(),
            "-w",
            "%{http_version} %{response_code}",
            "--connect-to",
            "other.example::127.0.0.1:" + port(),
            "https://other.example/none");
    assertThat(said).isEqualTo("2 404");
  }

  @Test
  void urls_staySayingThePlainPort() throws Exception {
    var torrent = send(client(HttpClient.Version.HTTP_2), base + TestSite.BIG + "?torrent");
    String plain = "http://localhost:" + server.ports().http().orElseThrow();
    var urls = Metainfo.parse(torrent.body()).urls();
    assertThat(urls.announceTiers()).contains(List.of(plain + "/announce"));
    assertThat(urls.webSeeds())
        .singleElement()
        .asString()
        .startsWith(plain + "/seed/~")
        .endsWith(TestSite.BIG);
    assertThat(TestSite.get(plain + "/.well-known/spillway").body())
        .asString()
        .contains("\"https\":" + port());
  }

  private static Certificate presented() throws Exception {
    var context = Certificates.trustingAnyone();
    try (var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port())) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void certificate_replaced_isThatOfNewConnections() throws Exception {
    var client = client(HttpClient.Version.HTTP_2);
    assertThat(send(client, base + "/none").statusCode()).isEqualTo(404);
    assertThat(presented()).isEqualTo(Certificates.read(tls.certificate()));
    var next = certificates.rsa("next");
    var expected = Certificates.read(next.certificate());
    Files.move(next.key(), tls.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(next.certificate(), tls.certificate(), StandardCopyOption.REPLACE_EXISTING);
    await("the next certificate").atMost(MOST).until(() -> presented().equals(expected));
    // Over the connection of before.
    assertThat(send(client, base + "/none").statusCode()).isEqualTo(404);
  }

  @Test
  void plainHttp_atThePortOfHttps_isClosed() throws Exception {
    try (var raw = RawHttp.connect(port())) {
      raw.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(raw.readToEnd()).doesNotContain("HTTP/1.1");
    }
  }
}
