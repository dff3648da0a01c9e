package org.spillway.client;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.ServerTrust;
import org.spillway.testing.Program;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.fallback.FallbackRecords;

/** Servers whose certificates are good, too old, for others, or from nobody who is trusted. */
class CertificatesIT extends DownloaderTestBase {
  private static final String PASSWORD = "password";
  private static final String VALID = "-1d";

  /** With a validity of 30 days. */
  private static final String EXPIRED = "-400d";

  @TempDir private Path keys;

  @BeforeEach
  void trustOurAuthority() throws Exception {
    settings = settings.withDns(settings.dns().withTrust(DnsPolicy.Trust.NONE));
    make("authority", "-ext", "bc:c", "-validity", "3000", "-startdate", "-2000d");
    keytool("-exportcert", "-alias", "authority", "-rfc", "-file", path("authority.pem"));
    trust(new ServerTrust(Optional.of(keys.resolve("authority.pem")), false));
  }

  private void trust(ServerTrust trust) {
    settings = settings.withRequests(settings.requests().withRetries(0).withTrust(trust));
  }

  private String path(String name) {
    return keys.resolve(name).toString();
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", path("keys.p12"), "-storepass", PASSWORD));
    Program.run(0, command.toArray(new String[0]));
  }

  private void make(String alias, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    arguments.addAll(List.of("-keyalg", "EC", "-keypass", PASSWORD));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(new String[0]));
  }

  /** Starts a server with a certificate that our authority gave. */
  private WireMockServer server(String start, String name) throws Exception {
    make("server");
    keytool("-certreq", "-alias", "server", "-file", path("request"));
    keytool(
        "-gencert",
        "-alias",
        "authority",
        "-infile",
        path("request"),
        "-outfile",
        path("server"),
        "-startdate",
        start,
        "-validity",
        "30",
        "-ext",
        "san=" + name);
    keytool("-importcert", "-noprompt", "-alias", "server", "-file", path("server"));
    keytool("-delete", "-alias", "authority");
    var server =
        new WireMockServer(
            wireMockConfig()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystoreType("PKCS12")
                .keystorePath(path("keys.p12"))
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
    server.start();
    server.stubFor(WireMock.get(anyUrl()).willReturn(ok().withBody("text")));
    return server;
  }

  private static String url(WireMockServer server) {
    return "https://localhost:" + server.httpsPort() + "/file.bin";
  }

  private void assertFailure(WireMockServer server, String message) throws Exception {
    try {
      var failure = failure(url(server));
      assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(failure).hasMessageContaining(message).hasMessageNotContaining("PKIX");
      assertThat(target).doesNotExist();
    } finally {
      server.stop();
    }
  }

  @Test
  void get_trustedAuthority() throws Exception {
    var server = server(VALID, "dns:localhost");
    try {
      get(url(server));
      assertThat(target).hasContent("text");
    } finally {
      server.stop();
    }
  }

  @Test
  void get_expiredCertificate_saysSince() throws Exception {
    assertFailure(server(EXPIRED, "dns:localhost"), "the server's certificate has expired (on ");
  }

  @Test
  void get_certificateForAnotherName() throws Exception {
    assertFailure(
        server(VALID, "dns:other.example"), "the server's certificate is for another name");
  }

  @Test
  void get_authorityThatTheJdkDoesNotTrust() throws Exception {
    trust(ServerTrust.DEFAULT);
    assertFailure(
        server(VALID, "dns:localhost"),
        "the server's certificate comes from nobody who is trusted here");
  }

  @Test
  void get_insecure_takesAnyCertificate() throws Exception {
    trust(new ServerTrust(Optional.empty(), true));
    var server = server(EXPIRED, "dns:other.example");
    try {
      get(url(server));
      assertThat(target).hasContent("text");
    } finally {
      server.stop();
    }
  }

  /** An expired certificate is an outage; DNS must prove nothing here only because we say so. */
  @Test
  void get_expiredCertificate_asksDns() throws Exception {
    var content = Content.of(TorrentFormat.V1, 3 * Content.PIECE);
    var server = server(EXPIRED, "dns:localhost");
    try (var dns = new DnsFixture();
        var seed = new SeedFixture(content, SeedFixture.Mode.GOOD)) {
      var magnet =
          MagnetLink.builder()
              .infoHash(content.metainfo().info().infoHash().orElseThrow())
              .peer(seed.hostAndPort())
              .build();
      dns.put(DownloadUrl.fallbackName(DownloadUrl.parse(url(server))), FallbackRecords.of(magnet));
      settings = settings.withDnsServers(List.of(dns.server()));
      settings = settings.withDns(settings.dns().withTrust(DnsPolicy.Trust.ANY));
      assertThat(get(url(server)).route()).isEqualTo(Route.DNS_MAGNET);
      assertThat(target).hasBinaryContent(content.bytes());
    } finally {
      server.stop();
    }
  }
}
