package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.webapp.config.Config;

/** What the server makes of {@link BadRequests}. */
class BadRequestsIT {
  private static final String SMALL = BadRequests.SMALL;
  private static final String TEXT = "A small text.\n";
  private static final String GOOD = BadRequests.get(SMALL);

  /** Beside the root, where no request may come. */
  private static final String SECRET = "a secret of this machine";

  @TempDir private static Path folder;

  private static Server server;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    var site = new TestSite(folder);
    Files.writeString(site.file(SMALL), TEXT);
    Files.writeString(site.file("/pub/percent%2e.txt"), TEXT);
    Files.writeString(site.file("/pub/list [1] {a|b}^.txt"), TEXT);
    Files.writeString(site.file("/pub/ü.txt"), TEXT);
    Files.writeString(site.file("/pub/semi;colon.txt"), TEXT);
    Files.writeString(site.file("/pub/semi"), "another");
    Files.writeString(folder.resolve("secret.txt"), SECRET);
    var config = Config.of(site.values());
    server = Server.start(config, Server.bindHttp(config));
    port = server.ports().http().orElseThrow();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource({
    "org.spillway.webapp.BadRequests#targetsBesideTheRoot",
    "org.spillway.webapp.BadRequests#oddTargets",
    "org.spillway.webapp.BadRequests#heads",
    "org.spillway.webapp.BadRequests#ranges"
  })
  void request_isAnsweredWithReasonAndNothingElse(BadRequests.Case request) throws Exception {
    try (var raw = RawHttp.connect(port)) {
      raw.sendAnyway(request.request());
      var answer = raw.read().orElseThrow();
      assertHarmless(answer);
      assertThat(request.statuses()).as(answer.toString()).contains(answer.status());
      assertClosedOrInOrder(raw, answer);
    }
  }

  private static void assertHarmless(RawHttp.Answer answer) {
    var soft = new SoftAssertions();
    String all = answer.head() + answer.body();
    for (String leak :
        List.of(folder.toString(), SECRET, "root:", "Exception", "at org.", "at java.", "etty")) {
      soft.assertThat(all).doesNotContain(leak);
    }
    soft.assertThat(answer.head()).doesNotContainIgnoringCase("\r\nserver:");
    soft.assertThat(answer.status()).isNotEqualTo(500);
    if (answer.status() == 426) {
      soft.assertThat(answer.head())
          .contains("\r\nUpgrade: HTTP/1.1")
          .containsPattern("\r\nConnection: .*Upgrade");
    }
    if (answer.status() >= 400) {
      soft.assertThat(answer.head())
          .containsPattern("(?i)\r\ncontent-type: (text/plain|application/xml)");
      soft.assertThat(answer.body()).isNotBlank();
    }
    soft.assertAll();
  }

  /** What comes next on the connection is the answer to the next request, or the end. */
  private static void assertClosedOrInOrder(RawHttp raw, RawHttp.Answer answer) throws Exception {
    if (answer.closes()) {
      assertThat(raw.readToEnd()).isEmpty();
      return;
    }
    raw.sendAnyway(GOOD);
    var next = raw.read();
    assertThat(next.map(RawHttp.Answer::body).orElse(TEXT)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @MethodSource("org.spillway.webapp.BadRequests#bodies")
  void body_neverBecomesARequest(BadRequests.Case request) throws Exception {
    try (var raw = RawHttp.connect(port)) {
      raw.sendAnyway(request.request() + GOOD);
      raw.shutDownOutput();
      boolean head = request.request().startsWith("HEAD");
      var answer = (head ? raw.readHead() : raw.read()).orElseThrow();
      assertThat(request.statuses()).as(answer.toString()).contains(answer.status());
      assertHarmless(answer);
      List<RawHttp.Answer> rest = new ArrayList<>();
      for (var next = raw.read(); next.isPresent(); next = raw.read()) {
        rest.add(next.get());
      }
      assertThat(rest).allSatisfy(next -> assertThat(next.status()).isIn(200, 400));
      assertThat(rest).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void pipelined_areAnsweredInOrder() throws Exception {
    try (var raw = RawHttp.connect(port)) {
      int count = 200;
      var requests = new StringBuilder();
      for (int i = 0; i < count; i++) {
        requests.append(BadRequests.get(SMALL, "Range: bytes=" + i % 10 + "-" + i % 10));
        requests.append(BadRequests.get("/none/" + i));
      }
      raw.send(requests.toString());
      for (int i = 0; i < count; i++) {
        assertThat(raw.read().orElseThrow().body()).isEqualTo(TEXT.substring(i % 10, i % 10 + 1));
        assertThat(raw.read().orElseThrow().status()).isEqualTo(404);
      }
    }
  }

  @Test
  void pipelined_afterABadOne_nothingIsAnswered() throws Exception {
    try (var raw = RawHttp.connect(port)) {
      raw.send(GOOD + "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n" + GOOD);
      assertThat(raw.read().orElseThrow().body()).isEqualTo(TEXT);
      assertThat(raw.read().orElseThrow().status()).isEqualTo(400);
      assertThat(raw.readToEnd()).isEmpty();
    }
  }
}
