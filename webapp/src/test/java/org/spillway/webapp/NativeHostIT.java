package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.helper.ExtensionIds;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.config.UploadConfig;

/** {@code spillway native-host} as a browser runs it, downloading from {@code spillway serve}. */
class NativeHostIT {
  private static final Duration MOST = Duration.ofMinutes(3);
  private static final String ORIGIN = ExtensionIds.OURS.chromiumOrigins().get(0);
  private static final int LENGTH = 16 * 1024 * 1024 + 5;
  private static final byte[] CONTENT = TestSite.bytes(7, LENGTH);
  private static final byte[] SHORT = TestSite.bytes(8, 2 * 1024 * 1024);

  @TempDir private static Path served;

  private static Program serve;
  private static String base = "";

  @TempDir private Path folder;

  private final ObjectMapper json = new ObjectMapper();
  private Path downloads;

  @BeforeAll
  static void startServer() throws Exception {
    var site = TestSite.withoutBig(served);
    site.offer("/pub/file.iso", CONTENT);
    site.offer("/pub/short.iso", SHORT);
    // Slow enough to be caught half-way.
    List<String> arguments = new ArrayList<>(List.of(Main.class.getName(), "serve"));
    arguments.addAll(site.options(Map.of(UploadConfig.MAX_RATE, "4MB")));
    serve = Program.java(Map.of(), arguments.toArray(String[]::new));
    String output =
        serve.awaitOutput(MOST, text -> text.contains("\"started\"") && text.endsWith("\n"));
    String started = output.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    base = "http://127.0.0.1:" + new ObjectMapper().readTree(started).path("http").asInt();
    // Hashed by now: a negotiated request gets the torrent.
    TestSite.torrent(url());
    TestSite.torrent(base + "/pub/short.iso");
  }

  @AfterAll
  static void stopServer() {
    serve.close();
  }

  @BeforeEach
  void createFolder() throws Exception {
    downloads = Files.createDirectory(folder.resolve("downloads"));
  }

  private static String url() {
    return base + "/pub/file.iso";
  }

  private NativeHostProcess host() throws IOException {
    return host(ORIGIN);
  }

  private NativeHostProcess host(String... caller) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Main.class.getName(),
                "native-host",
                "--folder=" + downloads,
                "--state=" + folder.resolve("journal"),
                "--"));
    arguments.addAll(List.of(caller));
    return NativeHostProcess.start(Program.javaCommand(arguments.toArray(String[]::new)));
  }

  private static void start(NativeHostProcess host, String id) throws IOException {
    start(host, id, url());
  }

  private static void start(NativeHostProcess host, String id, String url) throws IOException {
    host.send(
        "{\"type\":\"start\",\"id\":\"%s\",\"url\":\"%s\",\"share\":false}".formatted(id, url));
  }

  private static void tell(NativeHostProcess host, String type, String id) throws IOException {
    host.send("{\"type\":\"%s\",\"id\":\"%s\"}".formatted(type, id));
  }

  private static long fetched(JsonNode state) {
    return state.path("fromServer").asLong()
        + state.path("fromMirrors").asLong()
        + state.path("fromPeers").asLong();
  }

  private void assertJournalIsEmpty() {
    assertThat(folder.resolve("journal")).isEmptyDirectory();
  }

  @Test
  void hello_thenADownload_thenTheEnd() throws Exception {
    try (var host = host()) {
      host.send("{\"type\":\"hello\"}");
      var hello = host.await("hello");
      assertThat(hello.path("folder").asText()).isEqualTo(downloads.toString());
      assertThat(hello.path("version").asText()).startsWith("spillway");
      start(host, "a-1");
      var done = host.awaitPhase("a-1", "done");
      assertThat(done.path("path").asText()).isEqualTo(downloads.resolve("file.iso").toString());
      assertThat(done.path("length").asLong()).isEqualTo(LENGTH);
      assertThat(done.path("verified").asLong()).isEqualTo(LENGTH);
      assertThat(fetched(done)).isEqualTo(LENGTH);
      assertThat(downloads.resolve("file.iso")).hasBinaryContent(CONTENT);
      host.send("{\"type\":\"list\"}");
      assertThat(host.await("list").path("downloads").findValuesAsText("phase"))
          .containsExactly("done");
      host.closeInput();
      assertThat(host.awaitEnd(MOST)).isZero();
      assertThat(host.broken()).isEmpty();
    }
    assertThat(downloads)
        .isDirectoryContaining("glob:**/file.iso")
        .isDirectoryNotContaining("glob:**.part*");
    assertJournalIsEmpty();
  }

  @Test
  void killedHalfWay_nextHostGoesOn() throws Exception {
    long verified;
    try (var host = host()) {
      start(host, "a");
      verified = awaitHalf(host, "a").path("verified").asLong();
      host.kill();
    }
    assertThat(downloads.resolve("file.iso")).doesNotExist();
    try (var host = host()) {
      var done = host.awaitPhase("a", "done");
      assertThat(fetched(done)).isPositive().isLessThanOrEqualTo(LENGTH - verified);
      assertThat(downloads.resolve("file.iso")).hasBinaryContent(CONTENT);
    }
    assertJournalIsEmpty();
  }

  private static JsonNode awaitHalf(NativeHostProcess host, String id) throws Exception {
    return host.awaitState(id, state -> state.path("verified").asLong() > LENGTH / 2);
  }

  @Test
  void browserEnds_hostStopsSoon_nextHostGoesOn() throws Exception {
    long verified;
    try (var host = host()) {
      start(host, "a");
      verified = awaitHalf(host, "a").path("verified").asLong();
      host.closeInput();
      assertThat(host.awaitEnd(Duration.ofSeconds(20))).isZero();
    }
    try (var host = host()) {
      var done = host.awaitPhase("a", "done");
      assertThat(fetched(done)).as("over both").isEqualTo(LENGTH);
      assertThat(done.path("verified").asLong()).isEqualTo(LENGTH).isGreaterThan(verified);
      assertThat(downloads.resolve("file.iso")).hasBinaryContent(CONTENT);
    }
  }

  @Test
  void pauseResumeCancel() throws Exception {
    try (var host = host()) {
      start(host, "a");
      awaitHalf(host, "a");
      tell(host, "pause", "a");
      host.awaitPhase("a", "paused");
      tell(host, "resume", "a");
      awaitHalf(host, "a");
      host.awaitPhase("a", "downloading");
      tell(host, "cancel", "a");
      host.awaitPhase("a", "cancelled");
      await("the part is removed").atMost(MOST).until(() -> isEmpty(downloads));
      await("the journal is empty").atMost(MOST).until(() -> isEmpty(folder.resolve("journal")));
      host.send("{\"type\":\"list\"}");
      assertThat(host.await("list").path("downloads")).isEmpty();
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  @Test
  void paused_staysPausedInTheNextHost() throws Exception {
    try (var host = host()) {
      start(host, "a");
      awaitHalf(host, "a");
      tell(host, "pause", "a");
      host.awaitPhase("a", "paused");
    }
    try (var host = host()) {
      host.awaitPhase("a", "paused");
      tell(host, "resume", "a");
      host.awaitPhase("a", "done");
      assertThat(downloads.resolve("file.iso")).hasBinaryContent(CONTENT);
    }
  }

  @Test
  void severalAtOnce_theFourthWaits_namesAreFree() throws Exception {
    Files.writeString(downloads.resolve("short.iso"), "mine");
    try (var host = host()) {
      for (String id : List.of("a", "b", "c", "d")) {
        start(host, id, base + "/pub/short.iso");
      }
      host.awaitPhase("d", "waiting");
      tell(host, "cancel", "b");
      tell(host, "cancel", "c");
      host.awaitPhase("d", "done");
      assertThat(downloads.resolve("short.iso")).hasContent("mine");
      assertThat(downloads.resolve("short (4).iso")).hasBinaryContent(SHORT);
    }
  }

  @Test
  void givenTorrent_needsNoNegotiation() throws Exception {
    var torrent = Base64.getEncoder().encodeToString(TestSite.torrent(url()).toBytes());
    try (var host = host()) {
      // Nobody answers at the URL: all comes from those that the torrent names.
      host.send(
          "{\"type\":\"start\",\"id\":\"a\",\"url\":\"http://127.0.0.1:%d/x\",\"torrent\":\"%s\"}"
              .formatted(FreePort.find(), torrent));
      var done = host.awaitPhase("a", "done");
      assertThat(done.path("name").asText()).isEqualTo("file.iso");
      assertThat(done.path("fromServer").asLong()).isZero();
      assertThat(downloads.resolve("file.iso")).hasBinaryContent(CONTENT);
    }
  }

  @Test
  void missingFile_failsInWords_retryTriesAgain() throws Exception {
    try (var host = host()) {
      host.send(
          "{\"type\":\"start\",\"id\":\"a\",\"url\":\"%s\"}".formatted(base + "/pub/none.iso"));
      var failed = host.awaitPhase("a", "failed");
      assertThat(failed.path("failure").asText()).isEqualTo(base + "/pub/none.iso: HTTP 404");
      tell(host, "retry", "a");
      host.awaitPhase("a", "waiting");
      host.awaitPhase("a", "failed");
      tell(host, "cancel", "a");
      host.awaitPhase("a", "cancelled");
    }
    assertThat(downloads).isEmptyDirectory();
    assertJournalIsEmpty();
  }

  @Test
  void otherCallers_areRefused() throws Exception {
    for (List<String> caller :
        List.of(
            List.of("chrome-extension://abcdefghijklmnopabcdefghijklmnop/"),
            List.of("/x/org.spillway.helper.json", "other@example.org"))) {
      try (var host = host(caller.toArray(String[]::new))) {
        assertThat(host.await("error").path("message").asText())
            .isEqualTo("Only the Spillway extension may use this helper.");
        assertThat(host.awaitEnd(MOST)).isEqualTo(2);
      }
    }
    try (var host = host("/x/org.spillway.helper.json", "extension@spillway.org")) {
      host.send("{\"type\":\"hello\"}");
      host.await("hello");
    }
  }

  @Test
  void badInput_isAnswered_lostFramingEnds() throws Exception {
    try (var host = host()) {
      host.send("[1,2]");
      assertThat(host.await("error").path("message").asText())
          .isEqualTo("The message is malformed: it is not a JSON object.");
      host.send("{\"type\":\"start\",\"id\":\"a\",\"url\":\"file:///etc/passwd\"}");
      var refused = host.await("error");
      assertThat(refused.path("id").asText()).isEqualTo("a");
      assertThat(refused.path("message").asText())
          .isEqualTo("The URL must begin with http:// or https://.");
      tell(host, "pause", "none");
      assertThat(host.await("error").path("id").asText()).isEqualTo("none");
      host.send("{\"type\":\"hello\"}");
      host.await("hello");
      host.sendBytes(new byte[] {-1, -1, -1, -1, 'j', 'u', 'n', 'k'});
      assertThat(host.await("error").path("message").asText()).endsWith("The helper ends.");
      assertThat(host.awaitEnd(MOST)).isEqualTo(7);
      assertThat(host.broken()).isEmpty();
    }
  }

  /** The browser starts the script that the manifest of --install names. */
  @Test
  void installedScript_runsTheHost() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    var environment = Map.of("XDG_DATA_HOME", home.toString(), "XDG_CONFIG_HOME", home.toString());
    Program.run(
        0,
        MOST,
        environment,
        Program.javaCommand(
            Main.class.getName(),
            "native-host",
            "--install",
            "chromium",
            "--folder=" + downloads,
            "--state=" + folder.resolve("journal")));
    var manifest =
        json.readTree(
            home.resolve("chromium/NativeMessagingHosts/org.spillway.helper.json").toFile());
    assertThat(manifest.path("allowed_origins").path(0).asText()).isEqualTo(ORIGIN);
    try (var host = NativeHostProcess.start(List.of(manifest.path("path").asText(), ORIGIN))) {
      start(host, "a");
      host.awaitPhase("a", "done");
      assertThat(downloads.resolve("file.iso")).hasBinaryContent(CONTENT);
    }
    String said =
        Program.run(
            0,
            MOST,
            environment,
            Program.javaCommand(Main.class.getName(), "native-host", "--uninstall", "chromium"));
    assertThat(said).contains("removed " + manifest.path("path").asText());
    assertThat(Path.of(manifest.path("path").asText())).doesNotExist();
  }
}
