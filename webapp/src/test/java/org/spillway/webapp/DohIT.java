package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.TlsSettings;

/** DNS over our own HTTPS, for clients that others wrote and for ours. */
class DohIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");
  private static final String NAME = RequestHash.ofPath(TestSite.BIG).nameUnder("localhost");

  @TempDir private static Path folder;

  private static TestSite site;
  private static TlsSettings tls;
  private static Server server;
  private static Metainfo torrent;

  @BeforeAll
  static void start() throws Exception {
    site = new TestSite(folder);
    tls = new Certificates(folder).ec("server");
    var values =
        site.values()
            .set(HttpConfig.TLS_PORT, "0")
            .set(HttpConfig.TLS_CERTIFICATE, tls.certificate().toString())
            .set(HttpConfig.TLS_KEY, tls.key().toString());
    var config = Config.of(values);
    server = Server.start(config, Server.bindHttp(config));
    torrent = TestSite.torrent(base() + TestSite.BIG);
    // The catalog may show it a moment before it has told the name server.
    await("its records").atMost(MOST).until(() -> kdig("+short", NAME, "TXT").contains("\""));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String base() {
    return "http://localhost:" + server.ports().http().orElseThrow();
  }

  private static String port() {
    return String.valueOf(server.ports().https().orElseThrow());
  }

  private static String doh() {
    return "https://localhost:" + port() + "/dns-query";
  }

  @ParameterizedTest
  @ValueSource(strings = {"+nohttps-get", "+https-get"})
  void kdig_torrent(String method) throws Exception {
    String answer = kdig(method, "+short", NAME, "TXT");
    var records = answer.lines().map(DohIT::strings).toList();
    assertThat(FallbackRecords.parse(records))
        .isEqualTo(new FallbackAnswer.Torrent(torrent.toBytes()));
  }

  /** The strings of one record; beside that of the torrent stands one with its signature. */
  private static List<String> strings(String line) {
    return STRING.matcher(line).results().map(string -> string.group(1)).toList();
  }

  @Test
  void kdig_negative() throws Exception {
    assertThat(kdig("unknown._torrent.localhost", "TXT")).contains("status: NXDOMAIN");
    assertThat(kdig("+https-get", NAME, "A"))
        .contains("status: NOERROR")
        .contains("ANSWER: 0; AUTHORITY: 1");
    assertThat(kdig("example.com", "A")).contains("status: REFUSED");
  }

  /** Over HTTP/2, the certificate checked. */
  private static String kdig(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("kdig", "@127.0.0.1", "-p", port()));
    command.addAll(List.of("+https=localhost/dns-query", "+tls-ca=" + tls.certificate()));
    command.addAll(List.of("+tls-hostname=localhost", "+retry=0", "+timeout=30"));
    command.addAll(List.of(arguments));
    return Program.run(MOST, command.toArray(String[]::new));
  }

  /** A message in a file: what comes back is that message's answer, and may be kept as long. */
  @Test
  void curl_post() throws Exception {
    Path query = Files.write(folder.resolve("query"), query());
    Path answer = folder.resolve("answer");
    String said =
        Program.run(
            MOST,
            "curl",
            "-q",
            "-sS",
            "--http1.1",
            "--noproxy",
            "*",
            "--cacert",
            tls.certificate().toString(),
            "-H",
            "Content-Type: application/dns-message",
            "--data-binary",
            "@" + query,
            "-o",
            answer.toString(),
            "-w",
            "%{http_code} %{content_type} %{header_json}",
            doh());
    assertThat(said)
        .startsWith("200 application/dns-message ")
        .contains("max-age=300")
        .contains("\"access-control-allow-origin\":[\"*\"]");
    assertThat(new String(Files.readAllBytes(answer), US_ASCII))
        .contains(base64().substring(0, 200));
  }

  private static String base64() {
    return Base64.getEncoder().encodeToString(torrent.toBytes());
  }

  /** With id 0 (RFC 8484 §4.1): header, name, TXT, IN. */
  private static byte[] query() {
    var labels =
        List.of(NAME.split("\\.")).stream()
            .map(label -> (char) label.length() + label)
            .collect(Collectors.joining());
    String header = "\0\0\1\0\0\1\0\0\0\0\0\0";
    return (header + labels + "\0\0\20\0\1").getBytes(US_ASCII);
  }

  /** A server that refuses connections, whose name server can be reached by HTTPS. */
  @Test
  void ourClient_downloads(@TempDir Path target) throws Exception {
    Path file = target.resolve("file");
    String said = spillway(0, "get", "-o", file.toString(), "--dns=" + doh(), deadUrl());
    assertThat(said)
        .contains("found: torrent in one DNS record (" + NAME + " from " + doh())
        .contains("(doh, not validated)");
    assertThat(TestSite.sha256(file)).isEqualTo(TestSite.sha256(site.file(TestSite.BIG)));
  }

  @Test
  void ourClient_looksUp() throws Exception {
    assertThat(spillway(0, "lookup", "--dns=" + doh(), deadUrl()))
        .contains(";; server " + doh() + " (doh, not validated), ");
    String dns = "127.0.0.1:" + server.ports().dns().orElseThrow();
    assertThat(spillway(0, "lookup", "--dns=" + dns, deadUrl()))
        .contains(";; server 127.0.0.1:")
        .contains(" (dns/tcp, not validated), ");
    assertThat(spillway(0, "lookup", "--dns=tcp://" + dns, deadUrl()))
        .contains(";; server tcp://" + dns + " (dns/tcp, not validated), ");
    assertThat(spillway(4, "lookup", "--dns=" + dns, "http://example.com/a"))
        .contains("no name server answers for ")
        .contains("(" + dns + ": REFUSED)");
    assertThat(spillway(2, "lookup", "--dns=ftp://x", deadUrl()))
        .contains("--dns: a name server must be HOST:PORT, tcp://HOST:PORT or https://HOST/PATH");
  }

  private static String deadUrl() {
    return "http://localhost:1" + TestSite.BIG;
  }

  /** The command, which takes the certificate for true. */
  private static String spillway(int exit, String... arguments) throws Exception {
    String java = "-Djavax.net.ssl.trustStorePassword=secret -Djavax.net.ssl.trustStore=";
    var environment = Map.of("JDK_JAVA_OPTIONS", java + trustStore());
    List<String> command = new ArrayList<>(List.of("org.spillway.webapp.command.Main"));
    command.addAll(List.of(arguments));
    try (var program = Program.java(environment, command.toArray(String[]::new))) {
      int code = program.awaitEnd(MOST);
      assertThat(code).as(program.output()).isEqualTo(exit);
      return program.output();
    }
  }

  private static Path trustStore() throws Exception {
    Path store = folder.resolve("trust.p12");
    if (!Files.exists(store)) {
      Program.run(
          MOST,
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-importcert",
          "-noprompt",
          "-alias",
          "server",
          "-file",
          tls.certificate().toString(),
          "-keystore",
          store.toString(),
          "-storepass",
          "secret");
    }
    return store;
  }

  @Test
  void switchedOff_isAPathLikeAnyOther(@TempDir Path other) throws Exception {
    var keys =
        Map.of(DnsConfig.ENABLED, "true", DnsConfig.DOH, "false", DnsConfig.ZONE, "localhost");
    try (var without = ServedSite.start(other, keys)) {
      assertThat(TestSite.get(without.base() + "/dns-query?dns=AAAA").statusCode()).isEqualTo(404);
    }
  }
}
