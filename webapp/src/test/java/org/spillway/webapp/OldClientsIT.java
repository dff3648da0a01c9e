package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

/** Requests as old clients and clients of proxies make them. */
class OldClientsIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String PATH = "/pub/old.bin";
  private static final byte[] CONTENT = TestSite.bytes(3, 100_000);

  @TempDir private static Path folder;

  private static ServedSite served;

  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    served = ServedSite.start(folder);
    served.site().offer(PATH, CONTENT);
    TestSite.torrent(served.url(PATH));
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
  }

  @BeforeEach
  void forget() {
    served.relay().forget();
  }

  private String curl(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("curl", "-q", "-sS", "-f", "-D", "-"));
    command.addAll(List.of("-o", target.resolve("file").toString()));
    command.addAll(List.of(arguments));
    return Program.run(0, MOST, Map.of(), command);
  }

  private void assertDownloaded() throws Exception {
    assertThat(Files.readAllBytes(target.resolve("file"))).isEqualTo(CONTENT);
  }

  @Test
  void http10_theFile_andAPartOfIt() throws Exception {
    curl("--noproxy", "*", "--http1.0", served.url(PATH));
    assertThat(served.relay().heard()).contains("GET " + PATH + " HTTP/1.0");
    assertDownloaded();
    String part = curl("--noproxy", "*", "--http1.0", "-r", "5-9", served.url(PATH));
    assertThat(part).contains("Content-Range: bytes 5-9/100000", "Content-Length: 5");
  }

  /** A client of HTTP/1.0 may leave out Host, and is told the length or sees the end. */
  @Test
  void http10_withoutHost() throws Exception {
    assertThat(curl("--noproxy", "*", "--http1.0", "-H", "Host:", served.url(PATH)))
        .contains(" 200 ");
    assertThat(served.relay().heard()).noneMatch(line -> line.startsWith("Host:"));
    assertDownloaded();
  }

  @Test
  void http11_keepsTheConnection_unlessToldToClose() throws Exception {
    String second = target.resolve("second").toString();
    curl("--noproxy", "*", served.url(PATH), "-o", second, served.url(PATH));
    assertThat(served.relay().connections()).isEqualTo(1);

    served.relay().forget();
    var close =
        List.of("--noproxy", "*", "-H", "Connection: close", served.url(PATH), "-o", second);
    var arguments = new ArrayList<>(close);
    arguments.add(served.url(PATH));
    assertThat(curl(arguments.toArray(String[]::new))).containsIgnoringCase("Connection: close");
    assertThat(served.relay().connections()).isEqualTo(2);
    assertDownloaded();
  }

  /** The absolute form (RFC 9112 §3.2.2), as to a proxy; the host in it is not taken for ours. */
  @Test
  void absoluteForm_theFile_withOurOwnLinks() throws Exception {
    String said = curl("--proxy", served.base(), "http://other.example" + PATH);
    assertThat(served.relay().heard()).contains("GET http://other.example" + PATH + " HTTP/1.1");
    assertThat(said)
        .contains("Link: <" + served.url(PATH) + "?torrent>")
        .doesNotContain("other.example");
    assertDownloaded();
  }
}
