package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;

/**
 * A good client beside many that ask for large files and take nothing, at a server with little
 * memory.
 */
class StalledClientsIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** Longer than any answer may take; without the memory's share for others there was none. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private static final int DOWNLOADS = 10;

  private static final String PATH = "/pub/large.bin";
  private static final byte[] CONTENT = TestSite.bytes(13, 4_000_000);
  private static final int CONNECTIONS = 12;

  /** More than have memory, of which there is 8 MiB. */
  private static final int SLOW_READERS = 200;

  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx256m", "-XX:MaxDirectMemorySize=32m");

  @TempDir private static Path folder;

  private static Program serve;
  private static int port;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<StalledClient> stalled = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    var site = TestSite.withoutBig(folder);
    site.offer(PATH, CONTENT);
    Files.createDirectories(site.file("/many"));
    for (int i = 0; i < 1000; i++) {
      site.offer("/many/a-file-with-a-name-of-usual-length-%04d.iso".formatted(i), new byte[0]);
    }
    List<String> arguments = new ArrayList<>(JVM_OPTIONS);
    arguments.addAll(List.of(Main.class.getName(), "serve"));
    arguments.addAll(site.options(Map.of()));
    serve = Program.java(Map.of(), arguments.toArray(String[]::new));
    String output =
        serve.awaitOutput(MOST, text -> text.contains("\"started\"") && text.endsWith("\n"));
    String line = output.lines().filter(text -> text.startsWith("{")).findFirst().orElseThrow();
    port = new ObjectMapper().readTree(line).get("http").asInt();
    TestSite.torrent("http://127.0.0.1:" + port + PATH);
  }

  @AfterAll
  static void stop() {
    serve.close();
  }

  @AfterEach
  void endAttack() throws IOException {
    for (StalledClient client : stalled) {
      client.close();
    }
  }

  private static String address(int index) {
    return "127.0.0." + (2 + index % CONNECTIONS);
  }

  /** The good client gets all of the file, several times during the attack and right after. */
  private void assertGoodClientIsServed(Attack attack) throws Exception {
    download();
    attack.begin();
    for (int i = 0; i < DOWNLOADS; i++) {
      download();
    }
    endAttack();
    download();
  }

  @FunctionalInterface
  private interface Attack {
    void begin() throws IOException;
  }

  private void download() throws Exception {
    var uri = URI.create("http://127.0.0.1:" + port + PATH);
    var request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    var answer = http.send(request, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Arrays.equals(answer.body(), CONTENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {PATH, "/seed" + PATH})
  void windowsAreClosed(String path) throws Exception {
    assertGoodClientIsServed(() -> windowless(CONNECTIONS, path));
    assertThat(stalled).allMatch(client -> client.asked() >= StalledClient.STREAMS);
  }

  private void windowless(int connections, String path) throws IOException {
    for (int i = 0; i < connections; i++) {
      stalled.add(StalledClient.withoutWindow(address(i), port, path));
    }
  }

  /** The attacker shares the address of the good client, as behind one router. */
  @Test
  void windowsAreClosed_sameAddress() throws Exception {
    assertGoodClientIsServed(
        () -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            stalled.add(StalledClient.withoutWindow("127.0.0.1", port, PATH));
          }
        });
  }

  @Test
  void connectionsAreNotRead() throws Exception {
    assertGoodClientIsServed(
        () -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            stalled.add(StalledClient.withoutReading(address(i), port, PATH));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {PATH, "/seed" + PATH})
  void receiveWindowsAreSmall(String path) throws Exception {
    assertGoodClientIsServed(() -> slow(path));
  }

  private void slow(String path) throws IOException {
    for (int i = 0; i < SLOW_READERS; i++) {
      stalled.add(StalledClient.withSmallWindow(address(i), port, path));
    }
  }

  /** A page has 400 KB, which must not stay in the heap for each of them. */
  @ParameterizedTest
  @ValueSource(strings = {"/many/", "/many/?format=json", "/many?list-type=2"})
  void pagesOfFolders(String path) throws Exception {
    assertGoodClientIsServed(
        () -> {
          windowless(CONNECTIONS, path);
          slow(path);
        });
  }
}
