package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.WebSeedPolicy.Decision;

/** How every door that can wait follows the policy for web seeds (BEP 19). */
@Timeout(120)
abstract class WebSeedContract {
  static final Decision LATER = Decision.later(Duration.ofSeconds(30));
  static final Decision UNDECIDED = Decision.undecided(Duration.ofMillis(10));

  /** Leaves in several writes. */
  private static final int BIG = 1024 * 1024;

  @TempDir private Path folder;
  private final HttpFixture.Door door;
  final FakeWebSeedPolicy policy = new FakeWebSeedPolicy();
  private final byte[] big = new byte[BIG];
  HttpFixture http;

  WebSeedContract(HttpFixture.Door door) {
    this.door = door;
    new Random(9).nextBytes(big);
  }

  @BeforeEach
  void open() throws IOException {
    http = HttpFixture.open(door, folder, NegotiationSettings.DEFAULT.withWebSeed(policy)).start();
    http.file("/small.iso", "small");
    http.file("/big.iso", big);
    http.file("/empty.txt", "");
    http.hashed("/small.iso");
    http.hashed("/big.iso");
  }

  @AfterEach
  void close() {
    http.close();
  }

  private byte[] content(String name) {
    return name.equals("small.iso") ? "small".getBytes(ISO_8859_1) : big;
  }

  static void assertLater(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("30");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.iso", "big.iso"})
  void get_later(String name) {
    policy.say(LATER);
    assertLater(http.get("/seed/" + name));
    assertLater(http.get("/seed/" + name, "Range", "bytes=1-2"));
    assertThat(policy.asked())
        .containsExactly(
            new FakeWebSeedPolicy.Asked(name, "127.0.0.1", LATER),
            new FakeWebSeedPolicy.Asked(name, "127.0.0.1", LATER));
    assertThat(http.stats().transfers()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.iso", "big.iso"})
  void get_send(String name) {
    var response = http.get("/seed/" + name);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(content(name));
  }

  private static String version(byte[] content) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    return "/seed/~" + HexFormat.of().formatHex(digest).substring(0, 8) + "/";
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.iso", "big.iso"})
  void get_version(String name) throws Exception {
    String seed = version(content(name));
    assertThat(http.get(seed + name).body()).isEqualTo(content(name));
    assertThat(http.get("/" + seed + "/" + name).body()).as("slashes").isEqualTo(content(name));
    assertThat(http.get(seed.replace("~", "%7E") + name).statusCode()).isEqualTo(200);
    assertThat(http.get(seed + name + "/" + name).body())
        .as("libtorrent")
        .hasSameSizeAs(content(name));
    assertThat(http.send("HEAD", seed + name).statusCode()).isEqualTo(200);
    var part = http.get(seed + name, "Range", "bytes=1-2");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content(name), 1, 3));
    assertThat(http.get(seed + "nothing.iso").statusCode()).isEqualTo(404);
  }

  @Test
  void get_versionThatWasReplaced() throws Exception {
    String old = version(content("small.iso"));
    http.file("/small.iso", "other");
    http.hashed("/small.iso");
    for (String range : new String[] {"bytes=0-", "bytes=1-2"}) {
      var gone = http.get(old + "small.iso", "Range", range);
      assertThat(gone.statusCode()).isEqualTo(410);
      assertThat(gone.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(gone.body())
          .asString(ISO_8859_1)
          .isEqualTo("the file has been replaced; get its new torrent\n");
    }
    assertThat(http.get("/seed/small.iso").body()).isEqualTo("other".getBytes(ISO_8859_1));
    String now = version("other".getBytes(ISO_8859_1));
    assertThat(http.get(now + "small.iso").body()).isEqualTo("other".getBytes(ISO_8859_1));
    assertThat(http.get(now + "empty.txt").statusCode()).isEqualTo(410);
  }

  @Test
  void get_folderWithTheNameOfAVersion() throws Exception {
    http.file("/~1f0c35d2/small.iso", "in a folder");
    assertThat(http.get("/seed/~1f0c35d2/small.iso").body())
        .isEqualTo("in a folder".getBytes(ISO_8859_1));
  }

  /** Nothing but the content of a web seed is left to the swarm. */
  @Test
  void otherRequests_policyIsNotAsked() {
    policy.say(LATER);
    assertThat(http.send("HEAD", "/seed/small.iso").statusCode()).isEqualTo(200);
    assertThat(http.send("HEAD", "/seed/small.iso", "Range", "bytes=1-2").statusCode())
        .isIn(200, 206);
    assertThat(http.get("/small.iso").body()).isEqualTo(content("small.iso"));
    assertThat(http.get("/small.iso", "Range", "bytes=1-2").statusCode()).isEqualTo(206);
    assertThat(http.get("/small.iso?torrent").statusCode()).isEqualTo(200);
    assertThat(http.get("/seed/empty.txt").statusCode()).isEqualTo(200);
    assertThat(http.get("/seed/nothing.iso").statusCode()).isEqualTo(404);
    assertThat(http.send("POST", "/seed/small.iso").statusCode()).isEqualTo(405);
    assertThat(policy.asked()).isEmpty();
  }

  /** Returns when the door has asked more than once. */
  CompletableFuture<HttpResponse<byte[]>> waiting(String path, String... fields) {
    policy.say(UNDECIDED);
    long before = policy.said(Decision.Kind.UNDECIDED);
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path));
    if (fields.length > 0) {
      request.headers(fields);
    }
    var answer = http.client.sendAsync(request.build(), BodyHandlers.ofByteArray());
    await("undecided answers").until(() -> policy.said(Decision.Kind.UNDECIDED) >= before + 3);
    assertThat(answer).isNotDone();
    return answer.orTimeout(1, TimeUnit.MINUTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.iso", "big.iso"})
  void get_undecided_thenSend(String name) {
    var whole = waiting("/seed/" + name);
    policy.say(Decision.send());
    assertThat(whole.join().statusCode()).isEqualTo(200);
    assertThat(whole.join().body()).isEqualTo(content(name));
    var part = waiting("/seed/" + name, "Range", "bytes=1-");
    policy.say(Decision.send());
    assertThat(part.join().statusCode()).isEqualTo(206);
    byte[] all = content(name);
    assertThat(part.join().body()).isEqualTo(Arrays.copyOfRange(all, 1, all.length));
    await("the end of all transfers").until(() -> http.stats().transfers() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.iso", "big.iso"})
  void get_undecided_thenLater(String name) {
    var answer = waiting("/seed/" + name);
    policy.say(LATER);
    assertLater(answer.join());
  }

  @Test
  void get_undecided_fileGoesAway() throws IOException {
    var answer = waiting("/seed/small.iso");
    Files.delete(http.root.resolve("small.iso"));
    assertThat(answer.join().statusCode()).isEqualTo(404);
  }

  /** libtorrent asks like this: it has one connection to a web seed. */
  @Test
  void get_undecided_severalOnOneConnection() throws IOException {
    policy.say(UNDECIDED);
    try (var socket = http.connect()) {
      String get = "GET /seed/small.iso HTTP/1.1\r\nHost: a\r\n";
      socket
          .getOutputStream()
          .write((get + "\r\n" + get + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
      await("undecided answers").until(() -> policy.said(Decision.Kind.UNDECIDED) >= 3);
      policy.say(Decision.send());
      String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
      assertThat(answers).endsWith("small");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.iso", "big.iso"})
  void get_undecided_clientGoesAway(String name) throws IOException {
    policy.say(UNDECIDED);
    try (var socket = http.connect()) {
      socket
          .getOutputStream()
          .write(("GET /seed/" + name + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(ISO_8859_1));
      await("undecided answers").until(() -> policy.said(Decision.Kind.UNDECIDED) >= 2);
    }
    policy.say(Decision.send());
    await("a decision to send").until(() -> policy.said(Decision.Kind.SEND) >= 1);
    await("the end of all transfers").until(() -> http.stats().transfers() == 0);
    assertThat(http.get("/seed/" + name).body()).isEqualTo(content(name));
    await("the end of all transfers").until(() -> http.stats().transfers() == 0);
  }
}
