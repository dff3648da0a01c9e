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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.config.TlsSettings;

/**
 * Two nodes of an https host, of which the one with its address is down, and a third that forges
 * answers; no DNSSEC anywhere.
 */
@Timeout(300)
class SignedTorrentsIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String HOST = "dl.example.org";
  private static final String FIRST = "127.0.0.1";
  private static final String SECOND = "127.0.0.2";
  private static final String FORGER = "127.0.0.3";
  private static final String[] EC = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"};
  private static final byte[] CONTENT = TestSite.bytes(41, 3 << 20);
  private static final byte[] FORGED = TestSite.bytes(42, 3 << 20);
  private static final Pattern SIGNED = Pattern.compile(";; signed by dl.example.org on (\\S+),");

  private static final String HOSTS =
      """
      127.0.0.1 dl.example.org
      127.0.0.1 dl1.example.org
      127.0.0.2 dl2.example.net
      127.0.0.3 evil.example
      """;

  @TempDir private Path folder;

  private final List<Program> programs = new ArrayList<>();
  private Map<String, String> environment;
  private TestAuthority authority;
  private TlsSettings identity;
  private int http;
  private int https;
  private int dns;

  @BeforeEach
  void start() throws Exception {
    authority = TestAuthority.make(folder, "trusted");
    identity = authority.issue("server", HOST, EC);
    Path hosts = Files.writeString(folder.resolve("hosts"), HOSTS);
    environment =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts + " " + authority.trustOptions());
    http = FreePort.find();
    https = FreePort.find();
    dns = FreePort.find();
  }

  @AfterEach
  void stop() {
    programs.forEach(Program::close);
  }

  private Program serve(
      String address, String seeds, TlsSettings tls, byte[] content, String... more)
      throws Exception {
    var site = TestSite.withoutBig(Files.createDirectories(folder.resolve(address)));
    site.offer("/pub/file.iso", content);
    var options =
        List.of(
            "--content.root=" + site.content(),
            "--state-dir=" + site.state(),
            "--public-url=https://" + HOST + ":" + https,
            "--http.host=" + address,
            "--http.port=" + http,
            "--http.tls-port=" + https,
            "--http.tls-certificate=" + tls.certificate(),
            "--http.tls-key=" + tls.key(),
            "--http.seed-urls=" + seeds,
            "--tracker.enabled=false",
            "--seeder.enabled=false",
            "--dns.host=" + address,
            "--dns.port=" + dns);
    var all = Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new);
    var program = program("serve", all);
    program.awaitOutput(MOST, output -> output.contains("\"started\""));
    return program;
  }

  private Program node(String address) throws Exception {
    return serve(
        address,
        "http://dl1.example.org:%1$d/seed,http://dl2.example.net:%1$d/seed".formatted(http),
        identity,
        CONTENT);
  }

  private void forger(TlsSettings tls, String... more) throws Exception {
    serve(FORGER, "http://evil.example:" + http + "/seed", tls, FORGED, more);
  }

  private Program program(String command, String... options) throws IOException {
    var arguments = Program.javaCommand(Main.class.getName(), command);
    arguments.addAll(List.of(options));
    var program = Program.start(environment, arguments);
    programs.add(program);
    return program;
  }

  private String url(String path) {
    return "https://" + HOST + ":" + https + path;
  }

  private String lookup(String node) throws Exception {
    var lookup = program("lookup", "--dns=" + node + ":" + dns, url("/pub/file.iso"));
    assertThat(lookup.awaitEnd(MOST)).as(lookup.output()).isIn(0, 4);
    return lookup.output();
  }

  private void awaitRecord(String node) throws Exception {
    await(node + " has the record").atMost(MOST).until(() -> lookup(node).contains("web seed"));
  }

  private Program get(Path target, String... nodes) throws Exception {
    List<String> options = new ArrayList<>(List.of("-o", target.toString()));
    for (String node : nodes) {
      options.add("--dns=" + node + ":" + dns);
    }
    options.add(url("/pub/file.iso"));
    return program("get", options.toArray(String[]::new));
  }

  private void assertSaved(Path target, String... nodes) throws Exception {
    var get = get(target, nodes);
    assertThat(get.awaitEnd(MOST)).as(get.output()).isZero();
    assertThat(get.output()).contains("not validated), signed by dl.example.org on ");
    assertThat(target).hasBinaryContent(CONTENT);
  }

  private void assertRefused(Path target, String reason) throws Exception {
    var get = get(target, FORGER);
    assertThat(get.awaitEnd(MOST)).as(get.output()).isEqualTo(9);
    assertThat(get.output())
        .contains("nothing proves that the torrent in DNS is its own")
        .contains(reason);
    assertThat(target).doesNotExist();
  }

  @Test
  void get_serverIsDown_takesWhatItHasSigned() throws Exception {
    var first = node(FIRST);
    node(SECOND);
    awaitRecord(SECOND);
    first.kill();
    String before = lookup(SECOND);
    assertThat(before).containsPattern(SIGNED).contains("certificate from CN=trusted");
    assertSaved(folder.resolve("saved.iso"), SECOND);

    // The certificate is renewed, with a key of another kind.
    var next = authority.issue("server", HOST, "-newkey", "rsa:2048");
    assertThat(next).isEqualTo(identity);
    await("the next signature")
        .atMost(MOST)
        .until(() -> date(lookup(SECOND)).compareTo(date(before)) > 0);
    assertSaved(folder.resolve("again.iso"), SECOND);
  }

  private static String date(String lookup) {
    var matcher = SIGNED.matcher(lookup);
    assertThat(matcher.find()).as(lookup).isTrue();
    return matcher.group(1);
  }

  @Test
  void get_forgedAnswer_isRefused() throws Exception {
    var stranger = TestAuthority.make(folder, "stranger").issue("forger", HOST, EC);
    forger(stranger);
    awaitRecord(FORGER);
    assertRefused(
        folder.resolve("stranger"),
        "its signature does not count: its certificate does not come from an authority that this"
            + " machine trusts");
    // Beside one that is right, it changes nothing.
    node(SECOND);
    awaitRecord(SECOND);
    assertSaved(folder.resolve("saved.iso"), FORGER, SECOND);
  }

  @Test
  void get_signedByAnotherHost_isRefused() throws Exception {
    var other = authority.issue("other", "evil.example", EC);
    forger(other, "--dns.zone=" + HOST + ",evil.example");
    awaitRecord(FORGER);
    assertRefused(
        folder.resolve("other"), "it is for another host: evil.example, not dl.example.org");
  }

  @Test
  void get_notSigned_isRefused() throws Exception {
    forger(identity, "--dns.sign=false");
    awaitRecord(FORGER);
    assertRefused(folder.resolve("unsigned"), "it is not signed");
  }
}
