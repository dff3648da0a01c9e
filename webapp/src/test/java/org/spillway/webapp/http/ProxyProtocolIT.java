package org.spillway.webapp.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.webapp.Certificates;
import org.spillway.webapp.RawHttp;
import org.spillway.webapp.config.HttpProtocols;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.TlsSettings;
import org.spillway.webapp.config.TrustedProxies;

/**
 * The ports behind balancers of TCP, which name the clients they speak for; and HTTP/2 without TLS.
 */
class ProxyProtocolIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  /** Version 2, for a client at 192.0.2.9 port 4660. */
  private static final String VERSION_2 =
      new String(
          HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc0000209c0000201" + "12340050"),
          ISO_8859_1);

  @TempDir private static Path folder;

  private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
  private final List<Connectors> opened = new ArrayList<>();

  private static final class Mirror extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String seen =
          Request.getRemoteAddr(request)
              + " "
              + request.getConnectionMetaData().getHttpVersion().asString()
              + (request.isSecure() ? " secure" : "");
      response.write(true, ByteBuffer.wrap(seen.getBytes(UTF_8)), callback);
      return true;
    }
  }

  private void start(HttpProtocols protocols, String... trusted) throws Exception {
    var tls = new Certificates(Files.createTempDirectory(folder, "tls")).ec("server");
    var known = HttpSettings.DEFAULT;
    var settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            known.idleTimeout(),
            known.sendTimeout(),
            known.longestWait(),
            TrustedProxies.of(trusted),
            protocols,
            new TlsSettings(0, tls.certificate(), tls.key()),
            null);
    opened.add(Connectors.open(jetty, settings));
    jetty.setErrorHandler(new PlainErrors());
    jetty.setHandler(new Mirror());
    jetty.start();
  }

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
    opened.forEach(Connectors::close);
  }

  private String seen(String bytes) throws Exception {
    try (var raw = RawHttp.connect(opened.get(0).port())) {
      raw.sendAnyway(bytes + GET);
      return raw.read().map(answer -> answer.status() + " " + answer.body()).orElse("closed");
    }
  }

  @Test
  void trusted_saysTheClient() throws Exception {
    start(new HttpProtocols(true, false), "127.0.0.1");
    assertThat(seen("PROXY TCP4 192.0.2.7 192.0.2.1 1234 80\r\n"))
        .isEqualTo("200 192.0.2.7 HTTP/1.1");
    assertThat(seen("PROXY TCP6 2001:db8::7 2001:db8::1 1234 80\r\n"))
        .contains("2001:db8:")
        .endsWith("7] HTTP/1.1");
    assertThat(seen(VERSION_2)).isEqualTo("200 192.0.2.9 HTTP/1.1");
    // The balancer speaks for itself when it looks whether we are there.
    assertThat(seen("PROXY UNKNOWN\r\n")).isEqualTo("200 127.0.0.1 HTTP/1.1");
    assertThat(seen("")).isEqualTo("200 127.0.0.1 HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({"true, 10.0.0.0/8", "false, 127.0.0.1"})
  void others_makeUpNoAddress(boolean enabled, String trusted) throws Exception {
    start(new HttpProtocols(enabled, false), trusted);
    assertThat(seen("")).isEqualTo("200 127.0.0.1 HTTP/1.1");
    assertThat(seen("PROXY TCP4 192.0.2.7 192.0.2.1 1234 80\r\n")).startsWith("400 ");
    assertThat(seen(VERSION_2)).doesNotContain("192.0.2.9");
  }

  private static String curl(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("curl", "-q", "-sSk", "--noproxy", "*"));
    command.addAll(List.of(arguments));
    return Program.run(0, MOST, Map.of(), command);
  }

  @ParameterizedTest
  @CsvSource({"send-proxy", "send-proxy-v2", "send-proxy-v2-ssl"})
  void haproxy_overTcp(String word) throws Exception {
    start(new HttpProtocols(true, true), "127.0.0.1");
    int plain = FreePort.find();
    int secure = FreePort.find();
    var text =
        """
        defaults
          mode tcp
          timeout connect 5s
          timeout client 30s
          timeout server 30s
        listen plain
          bind 127.0.0.1:%d
          server one 127.0.0.1:%d %s
        listen secure
          bind 127.0.0.1:%d
          server one 127.0.0.1:%d %s
        """
            .formatted(
                plain,
                opened.get(0).port(),
                word,
                secure,
                opened.get(0).tlsPort().orElseThrow(),
                word);
    Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), text);
    var path = Map.of("PATH", "/usr/sbin:" + System.getenv("PATH"));
    var command = List.of("env", "haproxy", "-db", "-f", configuration.toString());
    try (var haproxy = Program.start(path, command)) {
      haproxy.awaitPort(MOST, plain);
      haproxy.awaitPort(MOST, secure);
      assertThat(curl("--interface", "127.0.0.7", "http://127.0.0.1:" + plain))
          .isEqualTo("127.0.0.7 HTTP/1.1");
      assertThat(
              curl(
                  "--interface",
                  "127.0.0.7",
                  "--http2-prior-knowledge",
                  "http://127.0.0.1:" + plain))
          .isEqualTo("127.0.0.7 HTTP/2.0");
      assertThat(curl("--interface", "127.0.0.7", "https://127.0.0.1:" + secure))
          .isEqualTo("127.0.0.7 HTTP/2.0 secure");
      assertThat(curl("--interface", "127.0.0.7", "--http1.1", "https://127.0.0.1:" + secure))
          .isEqualTo("127.0.0.7 HTTP/1.1 secure");
    }
  }

  @Test
  void h2c_byPriorKnowledge() throws Exception {
    start(new HttpProtocols(false, true));
    String url = "http://127.0.0.1:" + opened.get(0).port();
    assertThat(curl("--http2-prior-knowledge", url)).isEqualTo("127.0.0.1 HTTP/2.0");
    assertThat(curl(url)).isEqualTo("127.0.0.1 HTTP/1.1");
    // The way from HTTP/1.1 is obsolete, and passed over.
    assertThat(curl("--http2", url)).isEqualTo("127.0.0.1 HTTP/1.1");
  }

  @Test
  void h2c_isOff() throws Exception {
    start(HttpProtocols.NONE);
    String url = "http://127.0.0.1:" + opened.get(0).port();
    var command = List.of("curl", "-q", "-sS", "--noproxy", "*", "--http2-prior-knowledge", url);
    try (var program = Program.start(Map.of(), command)) {
      assertThat(program.awaitEnd(MOST)).isNotZero();
    }
    assertThat(curl(url)).isEqualTo("127.0.0.1 HTTP/1.1");
  }
}
