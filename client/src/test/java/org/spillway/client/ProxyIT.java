package org.spillway.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.http.Login;
import org.spillway.client.http.Proxies;
import org.spillway.client.http.ServerTrust;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;

/** Proxies, of which tinyproxy is one, and logins of servers. */
class ProxyIT extends DownloaderTestBase {
  private static final String FIELD_OF_TINYPROXY = "Via";

  private final WireMockServer origin =
      new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
  @TempDir private Path configuration;
  private @Nullable Program proxy;

  @BeforeEach
  void start() {
    origin.start();
    origin.stubFor(WireMock.get(urlPathEqualTo("/file.bin")).willReturn(ok().withBody("text")));
    settings =
        settings
            .withDns(settings.dns().withTrust(DnsPolicy.Trust.NONE))
            .withRequests(
                settings
                    .requests()
                    .withRetries(0)
                    .withTrust(new ServerTrust(Optional.empty(), true)));
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    origin.stop();
  }

  /** Starts tinyproxy, and returns its host and port. */
  private String tinyproxy(String... lines) throws Exception {
    int port = FreePort.find();
    Path file = configuration.resolve("tinyproxy.conf");
    String fixed = "Port %d%nListen 127.0.0.1%nAllow 127.0.0.1%n".formatted(port);
    Files.writeString(file, fixed + String.join("\n", lines) + "\n");
    var program = Program.start("tinyproxy", "-d", "-c", file.toString());
    proxy = program;
    program.awaitPort(Duration.ofSeconds(20), port);
    return "127.0.0.1:" + port;
  }

  private void use(String name, String proxy, String direct) {
    var proxies = Proxies.of(Map.of(name, proxy, "no_proxy", direct));
    settings = settings.withRequests(settings.requests().withProxies(proxies));
  }

  private String url() {
    return "http://127.0.0.1:" + origin.port() + "/file.bin";
  }

  private String secureUrl() {
    return "https://127.0.0.1:" + origin.httpsPort() + "/file.bin";
  }

  @Test
  void get_httpThroughAProxy() throws Exception {
    String at = tinyproxy();
    use("http_proxy", "http://" + at, "");
    get(url());
    assertThat(target).hasContent("text");
    origin.verify(
        getRequestedFor(urlPathEqualTo("/file.bin"))
            .withHeader(FIELD_OF_TINYPROXY, WireMock.matching(".*tinyproxy.*")));
  }

  @Test
  void get_noProxy_goesDirectly() throws Exception {
    use("all_proxy", "http://127.0.0.1:1", "localhost,127.0.0.0/8");
    get(url());
    assertThat(target).hasContent("text");
  }

  @Test
  void get_httpWithThePassword() throws Exception {
    String at = tinyproxy("BasicAuth me s3cret");
    use("all_proxy", "http://me:s3cret@" + at, "");
    get(url());
    assertThat(target).hasContent("text");
  }

  /** CONNECT carries the password, the request within does not. */
  @Test
  void get_httpsWithThePassword() throws Exception {
    String at = tinyproxy("BasicAuth me s3cret");
    use("https_proxy", "http://me:s3cret@" + at, "");
    get(secureUrl());
    assertThat(target).hasContent("text");
    assertThat(Objects.requireNonNull(proxy).output())
        .contains("CONNECT 127.0.0.1:" + origin.httpsPort());
    origin.verify(
        getRequestedFor(urlPathEqualTo("/file.bin")).withoutHeader("Proxy-Authorization"));
  }

  @Test
  void get_withoutThePassword_isRefusedAndPrintsNone() throws Exception {
    String at = tinyproxy("BasicAuth me s3cret");
    use("all_proxy", "http://me:wr0ng@" + at, "");
    assertThat(failure(url())).hasMessageContaining("HTTP 40");
    assertThat(failure(secureUrl())).hasMessageNotContaining("wr0ng");
    assertThat(target).doesNotExist();
    origin.verify(0, WireMock.anyRequestedFor(WireMock.anyUrl()));
  }

  @Test
  void get_loginInTheUrl_isSentAndNotPrinted() throws Exception {
    origin.stubFor(
        WireMock.get(urlPathEqualTo("/file.bin"))
            .withBasicAuth("me", "s3c:ret")
            .atPriority(1)
            .willReturn(ok().withBody("for me")));
    get(url().replace("//", "//me:s3c%3Aret@"));
    assertThat(target).hasContent("for me");
    origin.resetAll();
    assertThat(failure(url().replace("//", "//me:s3c%3Aret@")))
        .hasMessageContaining("HTTP 404")
        .hasMessageNotContaining("s3c");
    assertThat(progress.notes()).noneMatch(note -> note.contains("s3c"));
  }

  /** The other server is another port of the same host. */
  @Test
  void get_redirectToAnotherServer_losesLoginAndFields() throws Exception {
    var other = new WireMockServer(wireMockConfig().dynamicPort());
    other.start();
    try {
      other.stubFor(WireMock.get(urlPathEqualTo("/there")).willReturn(ok().withBody("there")));
      String there = "http://127.0.0.1:" + other.port() + "/there";
      origin.stubFor(
          WireMock.get(urlPathEqualTo("/file.bin"))
              .willReturn(aResponse().withStatus(302).withHeader("Location", there)));
      settings =
          settings.withRequests(
              settings
                  .requests()
                  .withLogin(Optional.of(new Login("me", "s3cret")))
                  .withFields(List.of("X-Key: s3cret", "Cookie: a=b")));
      get(url());
      assertThat(target).hasContent("there");
      origin.verify(
          getRequestedFor(urlPathEqualTo("/file.bin"))
              .withHeader("X-Key", equalTo("s3cret"))
              .withHeader("Authorization", WireMock.matching("Basic .*")));
      other.verify(
          getRequestedFor(urlPathEqualTo("/there"))
              .withoutHeader("Authorization")
              .withoutHeader("Cookie")
              .withoutHeader("X-Key"));
    } finally {
      other.stop();
    }
  }
}
