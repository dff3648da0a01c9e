package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.testing.Program;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.config.TrackerConfig;
import org.spillway.webapp.config.Values;

/** {@code spillway zone} beside {@code spillway serve}. */
@Timeout(120)
class ZoneIT {
  private static final String HOST = "dl.example.org";
  private static final String URL = "http://" + HOST + "/";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TestSite site;

  @BeforeEach
  void offer() throws Exception {
    site = TestSite.withoutBig(folder);
    site.offer("/pub/larger.bin", TestSite.bytes(1, 3_000_000));
  }

  private static final Map<Key<?>, String> KEYS =
      Map.of(
          SiteConfig.PUBLIC_URL, URL,
          DnsConfig.ZONE, HOST + ",example.net",
          TrackerConfig.ENABLED, "false",
          SeederConfig.ENABLED, "false",
          HttpConfig.ENABLED, "false");

  private Values values() {
    var values = site.values();
    KEYS.forEach(values::set);
    return values;
  }

  private int zone(String... more) {
    List<String> arguments = new ArrayList<>(List.of("zone"));
    arguments.addAll(site.options(KEYS));
    arguments.addAll(List.of(more));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void zone_whatIsServed() throws Exception {
    assertThat(zone()).as(err.toString()).isZero();
    Path file = Files.writeString(folder.resolve("zone"), out.toString());
    String checked =
        Program.run(
            Duration.ofSeconds(30),
            "named-checkzone",
            "-i",
            "local",
            "_torrent." + HOST,
            file.toString());
    assertThat(checked).endsWith("OK\n");
    var config = Config.of(values());
    try (var server = Server.start(config, Server.bindHttp(config))) {
      for (String path : List.of("pub/read%20me,%20100%25.txt", "pub/larger.bin")) {
        assertThat(torrent(out.toString(), path)).isEqualTo(served(server, path));
      }
    }
  }

  /** The zone is signed with the key whose DS record is printed afterwards. */
  @Test
  void zone_signed() throws Exception {
    assertThat(zone("--dns.dnssec=true")).as(err.toString()).isZero();
    Path file = Files.writeString(folder.resolve("zone"), out.toString());
    var most = Duration.ofSeconds(30);
    assertThat(Program.run(most, "ldns-verify-zone", file.toString()))
        .contains("Zone is verified and complete");
    out.getBuffer().setLength(0);
    assertThat(zone("--ds", "--host=" + HOST)).as(err.toString()).isZero();
    Path ds = Files.writeString(folder.resolve("ds"), out.toString());
    assertThat(Program.run(most, "ldns-verify-zone", "-k", ds.toString(), file.toString()))
        .contains("Zone is verified and complete");
  }

  /** The strings of the record, joined. */
  private static String torrent(String zone, String path) {
    String hash = RequestHash.ofTarget("/" + path).hex();
    String record = zone.substring(zone.indexOf(hash));
    record = record.substring(0, endOf(record));
    return record.lines().map(ZoneIT::quoted).collect(Collectors.joining());
  }

  private static int endOf(String record) {
    int open = record.indexOf('(');
    int line = record.indexOf('\n');
    return open >= 0 && open < line ? record.indexOf(')') : line;
  }

  private static String quoted(String line) {
    int first = line.indexOf('"');
    return first < 0 ? "" : line.substring(first + 1, line.lastIndexOf('"'));
  }

  private static String served(Server server, String path) throws Exception {
    var dns = NameServer.ofThisMachine(server.ports().dns().orElseThrow());
    var lookup = new DnsLookup(ClientSettings.DEFAULT.withDnsServers(List.of(dns)));
    var results = new ArrayList<LookupResult.Present>();
    await("the records of " + path)
        .until(
            () -> {
              if (lookup.lookup(URI.create(URL + path)) instanceof LookupResult.Present present) {
                results.add(present);
              }
              return !results.isEmpty();
            });
    var torrent = (FallbackAnswer.Torrent) results.get(0).answer();
    return new String(
        Base64.getEncoder().encode(torrent.content().toBytes()), StandardCharsets.US_ASCII);
  }

  @Test
  void zone_otherHost() {
    assertThat(zone("--host=example.net")).as(err.toString()).isZero();
    assertThat(out.toString())
        .startsWith("$ORIGIN _torrent.example.net.\n@ 3600 IN SOA ns.example.net. ");
    assertThat(zone("--host=example.com")).isEqualTo(Main.USAGE);
    assertThat(err.toString())
        .contains("--host must be one of [dl.example.org, example.net], was 'example.com'");
  }

  @Test
  void zone_stateInUse() throws Exception {
    var config = Config.of(values());
    try (var server = Server.start(config, Server.bindHttp(config))) {
      assertThat(server.ports().dns()).isPresent();
      assertThat(zone()).isEqualTo(1);
    }
    assertThat(err.toString()).contains("state-dir: ").contains("another process uses it");
  }
}
