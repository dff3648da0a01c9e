package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.torrent.PercentEncoding;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.LogConfig;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.config.TrackerConfig;

/** {@code spillway serve} as a process of its own. */
class ServeIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private TestSite site;

  @BeforeEach
  void createSite() throws Exception {
    site = new TestSite(folder);
  }

  /** Uses these keys beside those of the site, or instead of them. */
  private Program serve(Map<Key<?>, String> keys) throws Exception {
    return serve(keys, Map.of());
  }

  private Program serve(Map<Key<?>, String> keys, Map<String, String> environment)
      throws Exception {
    return ServeProcess.start(site, keys, environment);
  }

  @Test
  void serve_startedLine_namesPortsThatAnswer() throws Exception {
    try (var serve = serve(Map.of())) {
      var ports = ServeProcess.started(serve);
      String base = "http://127.0.0.1:" + ports.get("http").asInt();
      assertThat(ports.get("event").asText()).isEqualTo("started");
      assertThat(ports.get("seeder").asInt()).isPositive();
      assertThat(ports.get("dns").asInt()).isPositive();
      assertThat(ports.get("tracker-udp").asInt()).isPositive();
      var known = TestSite.get(base + "/.well-known/spillway");
      assertThat(new ObjectMapper().readTree(known.body())).isEqualTo(ports);
      assertThat(TestSite.get(base + "/pub/read%20me,%20100%25.txt").body())
          .isEqualTo(Files.readAllBytes(site.file(TestSite.SMALL)));
      assertThat(TestSite.get(base + "/none").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void serve_asciiLocale_isWarnedOf() throws Exception {
    try (var serve = serve(Map.of(), Map.of("LC_ALL", "C"))) {
      ServeProcess.started(serve);
      assertThat(serve.output())
          .contains(
              "content.root: files whose names are not ASCII are not offered, because this JVM"
                  + " reads names as ANSI_X3.4-1968; set LC_ALL=C.UTF-8 in its environment and"
                  + " start it again");
    }
    try (var serve = serve(Map.of(), Map.of("LC_ALL", "C.UTF-8"))) {
      ServeProcess.started(serve);
      assertThat(serve.output()).doesNotContain("LC_ALL");
    }
  }

  @Test
  void serve_sigterm_leavesNothing() throws Exception {
    try (var serve = serve(Map.of())) {
      var ports = ServeProcess.started(serve);
      String big = "http://127.0.0.1:" + ports.get("http").asInt() + TestSite.BIG;
      TestSite.torrent(big);
      TestSite.get(big);
      serve.terminate();
      assertThat(serve.awaitEnd(MOST)).isZero();
      assertThat(serve.output())
          .contains("spillway: SIGTERM: the server stops\n")
          .containsOnlyOnce("spillway: sent ")
          .containsPattern("spillway: sent .* \\(plain HTTP ");
      for (String door : List.of("http", "seeder", "dns")) {
        int port = ports.get(door).asInt();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
            .isInstanceOf(ConnectException.class);
      }
      try (var trackerUdp = new DatagramSocket(ports.get("tracker-udp").asInt())) {
        assertThat(trackerUdp.isBound()).isTrue();
      }
      try (var files = Files.walk(site.state().resolve("unfinished"))) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  @Test
  void serve_tellsWhatItLeavesOutAndWhenAllIsHashed() throws Exception {
    Path closed = Files.writeString(site.content().resolve("closed.txt"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(site.content().resolve("outside"), Path.of("/etc/passwd"));
    Path token = site.content().resolve(".well-known/acme-challenge/token");
    Files.createDirectories(token.getParent());
    Files.writeString(token, "proof");
    try (var serve = serve(Map.of())) {
      var ports = ServeProcess.started(serve);
      serve.awaitOutput(MOST, text -> text.contains("all files have torrents: "));
      assertThat(serve.output())
          .containsOnlyOnce(
              "content.root: these are not offered: 1 that not everybody may read, such as"
                  + " /closed.txt (chmod o+r); 1 that lead out of the folder, or to nothing that"
                  + " is offered, such as the link /outside");
      String base = "http://127.0.0.1:" + ports.get("http").asInt();
      assertThat(TestSite.get(base + "/.well-known/acme-challenge/token").body())
          .asString()
          .isEqualTo("proof");
      for (int i = 0; i < 3; i++) {
        TestSite.get(base + "/", "X-Forwarded-For", "192.0.2.1");
      }
      assertThat(serve.output()).containsOnlyOnce("a proxy at 127.0.0.1 names its clients");
    }
  }

  /** The file takes about three seconds at this rate. */
  @Test
  void serve_sigtermDuringADownload_letsItEnd() throws Exception {
    String rate = Long.toString(Files.size(site.file(TestSite.BIG)) / 3);
    var keys = Map.<Key<?>, String>of(NegotiationConfig.MAX_RATE, rate);
    Path target = folder.resolve("big");
    try (var serve = serve(keys)) {
      int port = ServeProcess.started(serve).get("http").asInt();
      var url = "http://127.0.0.1:" + port + TestSite.BIG;
      var command = List.of("curl", "-q", "-sS", "-f", "--noproxy", "*", "-o", target + "", url);
      try (var curl = Program.start(Map.of(), command)) {
        await("the download has begun").until(() -> Files.exists(target) && Files.size(target) > 0);
        serve.terminate();
        serve.awaitOutput(MOST, text -> text.contains("downloads that go on: 1\n"));
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
            .isInstanceOf(ConnectException.class);
        assertThat(curl.awaitEnd(MOST)).isZero();
      }
      assertThat(serve.awaitEnd(MOST)).isZero();
    }
    assertThat(target).hasSameBinaryContentAs(site.file(TestSite.BIG));
  }

  /** A signal that was ignored when the JVM was started stays ignored, so it must not be. */
  @Test
  void serve_sighupAndSigusr1_goesOn() throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
    List<String> arguments = new ArrayList<>(List.of(Main.class.getName(), "serve"));
    arguments.addAll(site.options(Map.of()));
    command.addAll(Program.javaCommand(arguments.toArray(String[]::new)));
    try (var serve = Program.start(Map.of(), command)) {
      int port = ServeProcess.started(serve).get("http").asInt();
      serve.signal("HUP");
      serve.awaitOutput(MOST, text -> text.contains("spillway: SIGHUP: the configuration is"));
      serve.signal("USR1");
      serve.awaitOutput(MOST, text -> text.contains("spillway: SIGUSR1 is ignored"));
      assertThat(TestSite.get("http://127.0.0.1:" + port + "/none").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void serve_jsonLog_hasAnObjectOnEachLine() throws Exception {
    try (var serve = serve(Map.of(LogConfig.FORMAT, "json"))) {
      ServeProcess.started(serve);
      serve.terminate();
      assertThat(serve.awaitEnd(MOST)).isZero();
      List<String> messages = new ArrayList<>();
      for (String line : serve.output().lines().toList()) {
        messages.add(new ObjectMapper().readTree(line).path("message").asText());
      }
      assertThat(messages).contains("SIGTERM: the server stops");
    }
  }

  @Test
  void serve_accessLog_isCombined() throws Exception {
    Path log = folder.resolve("access.log");
    try (var serve = serve(Map.of(HttpConfig.ACCESS_LOG, log.toString()))) {
      int port = ServeProcess.started(serve).get("http").asInt();
      try (var http = RawHttp.connect(port)) {
        http.send("GET /pub/none?x=%22 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n");
        http.send("User-Agent: evil\"agent\r\nReferer: http://r/\r\n\r\n");
        assertThat(http.read().orElseThrow().status()).isEqualTo(404);
      }
      await("the line is written").until(() -> Files.exists(log) && Files.size(log) > 0);
    }
    assertThat(Files.readString(log))
        .matches(
            "127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000]"
                + " \"GET /pub/none\\?x=%22 HTTP/1\\.1\" 404 \\d+ \"http://r/\""
                + " \"evil\\\\x22agent\"\n");
  }

  @Test
  void serve_restart_hashesNothingAgain() throws Exception {
    String before = infoHashOfOneRun();
    var records = records();
    assertThat(infoHashOfOneRun()).isEqualTo(before);
    assertThat(records()).isEqualTo(records).isNotEmpty();
  }

  /** Each kept record with the time it was written: hashing would write it anew. */
  private Map<Path, FileTime> records() throws Exception {
    Map<Path, FileTime> times = new TreeMap<>();
    try (var files = Files.walk(site.state().resolve("torrents"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private String infoHashOfOneRun() throws Exception {
    try (var serve = serve(Map.of())) {
      String base = "http://127.0.0.1:" + ServeProcess.started(serve).get("http").asInt();
      // Known, and so kept, before the end comes.
      TestSite.torrent(base + PercentEncoding.path(TestSite.SMALL));
      return TestSite.torrent(base + TestSite.BIG).info().swarmHash().toString();
    }
  }

  @Test
  void serve_takenPort_namesKeyAndPort() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      for (Key<?> key : List.of(HttpConfig.PORT, SeederConfig.PORT, DnsConfig.PORT)) {
        try (var serve = serve(Map.of(key, port))) {
          assertThat(serve.awaitEnd(MOST)).isEqualTo(1);
          assertThat(serve.output()).contains("spillway: " + key + ": port " + port);
        }
      }
    }
    try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      try (var serve = serve(Map.of(TrackerConfig.UDP_PORT, port))) {
        assertThat(serve.awaitEnd(MOST)).isEqualTo(1);
        assertThat(serve.output()).contains("spillway: tracker.udp-port: port " + port);
      }
    }
  }

  @Test
  void serve_noCertificate_namesKeyAndFile() throws Exception {
    String none = folder.resolve("none.pem").toString();
    Map<Key<?>, String> keys =
        Map.of(
            HttpConfig.TLS_PORT, "0", HttpConfig.TLS_CERTIFICATE, none, HttpConfig.TLS_KEY, none);
    try (var serve = serve(keys)) {
      assertThat(serve.awaitEnd(MOST)).isEqualTo(2);
      assertThat(serve.output())
          .contains("--http.tls-certificate: there is no file that can be read at " + none);
    }
  }

  @Test
  void serve_unknownKey_isAUsageError() throws Exception {
    try (var serve = Program.java(Map.of(), Main.class.getName(), "serve", "--http.prot=1")) {
      assertThat(serve.awaitEnd(MOST)).isEqualTo(2);
      assertThat(serve.output())
          .contains("--http.prot: there is no such key; did you mean http.port?");
    }
  }

  @Test
  void serve_withoutHttp_theOtherDoorsAreOpen() throws Exception {
    Map<Key<?>, String> keys =
        Map.of(HttpConfig.ENABLED, "false", SiteConfig.PUBLIC_URL, "http://dl.example.org");
    try (var serve = serve(keys)) {
      var ports = ServeProcess.started(serve);
      assertThat(ports.has("http")).isFalse();
      assertThat(ports.get("dns").asInt()).isPositive();
    }
    try (var serve = serve(Map.of(HttpConfig.ENABLED, "false"))) {
      assertThat(serve.awaitEnd(MOST)).isEqualTo(2);
      assertThat(serve.output()).contains("public-url: must be set if there is no HTTP server");
    }
  }

  @Test
  void serve_noSuchContentRoot_namesTheKey() throws Exception {
    try (var serve = serve(Map.of(CatalogConfig.CONTENT_ROOT, folder.resolve("none").toString()))) {
      assertThat(serve.awaitEnd(MOST)).isEqualTo(2);
      assertThat(serve.output())
          .contains("--content.root: there is no folder at " + folder.resolve("none"));
    }
  }

  @Test
  void serve_secondProcessOnOneStateDir_isRefused() throws Exception {
    try (var first = serve(Map.of())) {
      ServeProcess.started(first);
      try (var second = serve(Map.of())) {
        assertThat(second.awaitEnd(MOST)).isEqualTo(1);
        assertThat(second.output()).contains("spillway: state-dir: " + site.state());
      }
    }
  }
}
