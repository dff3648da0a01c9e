package org.spillway.webapp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.TestSite;
import org.spillway.webapp.config.CatalogConfig;

/** The configuration as users meet it: the packaged program as a process of its own. */
class ConfigIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final Path APP = Path.of("target", "app").toAbsolutePath();

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("spillway.yaml");
  }

  private static List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                APP + "/*",
                Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private static String run(int exit, Map<String, String> environment, String... arguments)
      throws Exception {
    return Program.run(exit, MOST, environment, command(List.of(arguments)));
  }

  @Test
  void serve_tenMistakes_areTenLines() throws Exception {
    Files.writeString(
        file,
        """
        http:
          port: 99999
          prot: 8080
        content:
          include: ["b["]
        content:
          exclude: [x]
        tracker.policy: nobody
        """);
    String output =
        run(
            2,
            Map.of("SPILLWAY_DNS_TTL", "300", "SPILLWAY_SEEDER_MAX_CONNECTIONS", "0"),
            "serve",
            "--config=" + file,
            "--seeder.port=x",
            "--http.tls-port=8443",
            folder.resolve("none").toString());
    assertThat(output.lines())
        .containsExactly(
            file + ":2:9: http.port: must be 0 to 65535, was 99999",
            file + ":3:3: http.prot: there is no such key; did you mean http.port?",
            file + ":5:13: content.include: 'b[' has a [ without ]",
            file + ":6:1: content: is given twice, first in line 4; join the two blocks",
            file + ":8:17: tracker.policy: must be ours or open, was 'nobody'",
            "environment: SPILLWAY_DNS_TTL: must be a time such as 500ms, 10s, 5m or 1h, was 300",
            "environment: SPILLWAY_SEEDER_MAX_CONNECTIONS: must be 1 to 1000000, was 0",
            "--seeder.port: must be 0 to 65535, was 'x'",
            "DIR: there is no folder at " + folder.resolve("none"),
            "--http.tls-port: needs http.tls-certificate and http.tls-key as well: HTTPS takes all"
                + " three");
  }

  @Test
  void serve_theFolderTwice() throws Exception {
    String output = run(2, Map.of(), "serve", "--content.root=/srv", "/tmp");
    assertThat(output.lines())
        .containsExactly("DIR: /tmp and --content.root both name the folder; give one of them");
  }

  @Test
  void check() throws Exception {
    Files.writeString(file, "http.port: 8081\n");
    assertThat(run(0, Map.of(), "config", "--check", file.toString()))
        .isEqualTo(file + ": no mistakes\n");
    Files.writeString(file, "http.port: 1\nhttp: {port: 2}\ntracker.num-want: 300\n");
    assertThat(run(2, Map.of(), "config", "--check", file.toString()).lines())
        .containsExactly(
            file + ":2:8: http.port: is given twice, first in line 1; remove one of them",
            file
                + ":3:19: tracker.num-want: must be at most tracker.max-num-want, which is 200, was"
                + " 300");
  }

  /** What config prints, serve takes; a folder as an argument, and the variables of Kubernetes. */
  @Test
  void config_isWhatServeTakes() throws Exception {
    var site = TestSite.withoutBig(folder.resolve("site"));
    site.offer("/a,b.iso", new byte[] {1});
    site.offer("/b.iso", new byte[] {2});
    Files.writeString(file, "content: {include: ['a,b.iso']}\n");
    List<String> arguments = new ArrayList<>(List.of("config", "--config=" + file));
    arguments.addAll(site.options(Map.of(CatalogConfig.CONTENT_ROOT, "")));
    String printed = run(0, Map.of(), arguments.toArray(String[]::new));
    assertThat(printed).contains("content.include: ['a,b.iso']  # from " + file + ":1");
    Path copy = Files.writeString(folder.resolve("c.yaml"), printed);
    var kubernetes =
        Map.of("SPILLWAY_SERVICE_HOST", "10.0.0.1", "SPILLWAY_PORT", "tcp://10.0.0.1:8080");
    var serve = command(List.of("serve", "--config=" + copy, site.content().toString()));
    try (var program = Program.start(kubernetes, serve)) {
      String started = program.awaitOutput(MOST, text -> text.contains("\"started\""));
      String port = started.replaceFirst("(?s).*\"http\":([0-9]+).*", "$1");
      String base = "http://127.0.0.1:" + port;
      assertThat(TestSite.get(base + "/a,b.iso").statusCode()).isEqualTo(200);
      assertThat(TestSite.get(base + "/b.iso").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void check_twoFiles_areRefused() throws Exception {
    Files.writeString(file, "http.port: 0\n");
    Path other = Files.writeString(folder.resolve("other.yaml"), "http.port: 99999\n");
    assertThat(run(2, Map.of(), "config", "--check", file.toString(), "--config=" + other).lines())
        .containsExactly(
            "--config: names a second file beside --check; give one of them, because one file is"
                + " read");
  }

  @Test
  void check_readsItsFile_andNotThatOfTheEnvironment() throws Exception {
    Files.writeString(file, "http.port: 0\n");
    Path other = Files.writeString(folder.resolve("other.yaml"), "http.port: 99999\n");
    var environment = Map.of("SPILLWAY_CONFIG", other.toString());
    assertThat(run(0, environment, "config", "--check", file.toString()).strip())
        .isEqualTo(file + ": no mistakes");
  }

  @Test
  void serve_equalPorts_areTold() throws Exception {
    assertThat(run(2, Map.of(), "serve", folder.toString(), "--http.port=9000", "--dns.port=9000"))
        .isEqualToIgnoringNewLines(
            "--dns.port: must not be 9000, the TCP port of http.port (the command line,"
                + " --http.port); set one of them to another port, or to 0 for a free one");
  }
}
