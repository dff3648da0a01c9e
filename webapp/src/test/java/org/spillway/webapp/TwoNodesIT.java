package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;

/** The recipe that docs/dns.md begins with: two nodes, of which one dies. */
@Timeout(300)
class TwoNodesIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String FIRST = "127.0.0.1";
  private static final String SECOND = "127.0.0.2";
  private static final byte[] CONTENT = TestSite.bytes(37, 3 << 20);

  /** What DNS would say of the names in the recipe. */
  private static final String HOSTS =
      """
      127.0.0.1 dl.example.org
      127.0.0.1 dl1.example.org
      127.0.0.2 dl2.example.net
      """;

  @TempDir private Path folder;

  private final List<Program> programs = new ArrayList<>();
  private Map<String, String> environment;
  private int http;
  private int dns;
  private int udp;
  private TestSite site;

  @BeforeEach
  void start() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), HOSTS);
    environment = Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
    http = FreePort.find();
    dns = FreePort.find();
    udp = FreePort.find();
    site = TestSite.withoutBig(folder);
    site.offer("/pub/file.iso", CONTENT);
  }

  @AfterEach
  void stop() {
    programs.forEach(Program::close);
  }

  /** The first block of YAML. */
  private static String recipe() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "dns.md"));
    int start = docs.indexOf("\n", docs.indexOf("```yaml")) + 1;
    return docs.substring(start, docs.indexOf("```", start));
  }

  /** With the ports and addresses of this test in place of those of the recipe. */
  private Program node(String address, String recipe) throws Exception {
    String config =
        recipe
            .replace("/srv/pub", site.content().toString())
            .replaceAll("port: 80\\b", "port: " + http)
            .replaceAll("port: 53\\b", "port: " + dns)
            .replace(":6969", ":" + udp)
            .replaceAll("(http://dl[12.a-z]*)", "$1:" + http)
            .replace("192.0.2.1", FIRST)
            .replace("198.51.100.1", SECOND);
    Path file = Files.writeString(folder.resolve(address + ".yaml"), config);
    return serve(
        "--config=" + file,
        "--state-dir=" + folder.resolve(address),
        "--http.host=" + address,
        "--seeder.host=" + address,
        "--seeder.port=" + FreePort.find(),
        "--tracker.host=" + address,
        "--tracker.udp-port=" + udp);
  }

  private Program serve(String... options) throws Exception {
    var program = program("serve", options);
    program.awaitOutput(MOST, output -> output.contains("\"started\""));
    return program;
  }

  private Program program(String command, String... options) throws IOException {
    var arguments = Program.javaCommand(Main.class.getName(), command);
    arguments.addAll(List.of(options));
    var program = Program.start(environment, arguments);
    programs.add(program);
    return program;
  }

  private void awaitRecord(String node) throws Exception {
    await(node + " has the record")
        .atMost(MOST)
        .until(() -> program("lookup", "--dns=" + node + ":" + dns, url()).awaitEnd(MOST) == 0);
  }

  private String url() {
    return "http://dl.example.org:" + http + "/pub/file.iso";
  }

  @Test
  void get_firstNodeIsDead() throws Exception {
    String recipe = recipe();
    var first = node(FIRST, recipe);
    // On the second node the same, but for what the page says.
    var second =
        node(
            SECOND,
            recipe
                .replace("public-host: dl1.example.org", "public-host: dl2.example.net")
                .replace("host: 192.0.2.1", "host: 198.51.100.1"));
    awaitRecord(FIRST);
    awaitRecord(SECOND);
    first.kill();

    Path target = folder.resolve("saved.iso");
    var get =
        program(
            "get",
            "-o",
            target.toString(),
            "--dns=" + FIRST + ":" + dns,
            "--dns=" + SECOND + ":" + dns,
            url());
    assertThat(get.awaitEnd(MOST)).as(get.output()).isZero();
    assertThat(get.output()).contains("asking DNS").contains(SECOND + ":" + dns);
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(first.output() + second.output()).doesNotContain("on that same host");
  }

  @Test
  void serve_oneNodeAlone_isToldOf() throws Exception {
    var alone =
        serve(
            "--content.root=" + site.content(),
            "--state-dir=" + folder.resolve("alone"),
            "--public-url=http://dl.example.org:" + http,
            "--http.host=127.0.0.1",
            "--http.port=" + http,
            "--seeder.port=0",
            "--tracker.udp-port=0",
            "--dns.port=0");
    alone.awaitOutput(
        MOST,
        output ->
            output.contains("when dl.example.org is down")
                && output.contains("tracker.public-urls and http.seed-urls"));
  }
}
