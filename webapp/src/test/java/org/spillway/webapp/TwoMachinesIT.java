package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.command.Main;

/**
 * {@code spillway serve --content.root=D} on one machine, and nothing else configured; its clients
 * are on others.
 */
class TwoMachinesIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String IPV4 = "10.77.0.";
  private static final String IPV6 = "fd77::";
  private static final String FILE = "/file.iso";
  private static final String SMALL = "/small.iso";
  private static final String PAGE = "/page.html";

  private static final Pattern BODY = Pattern.compile("<body>(.*)</body>", Pattern.DOTALL);
  private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

  /** Gets the torrent of a file by negotiation, then the file from the web seed that it names. */
  private static final String SCRIPT =
      """
      <!DOCTYPE html><meta charset="utf-8"><title>.</title><body><script>
      (async () => {
        const bytes = async (url, headers) =>
          Array.from(new Uint8Array(await (await fetch(url, {headers})).arrayBuffer()),
            b => String.fromCharCode(b)).join('');
        const torrent = await bytes('%s', {Accept: 'application/x-bittorrent'});
        const found = torrent.match(/8:url-list(?:l)?(\\d+):/);
        const begin = found.index + found[0].length;
        const url = torrent.slice(begin, begin + Number(found[1]));
        const file = await bytes(url, {});
        document.body.textContent = url + ' ' + btoa(file);
      })().catch(e => { document.body.textContent = 'failed: ' + e; });
      </script></body>
      """
          .formatted(SMALL);

  /** Which addresses there are on either side. */
  private enum Network {
    /** The client has IPv4 alone. */
    IPV4_CLIENT(false, IPV4 + "1/24 " + IPV6 + "1/64", IPV4 + "1"),
    /** The client has IPv6 alone, so it cannot reach the address that is named by default. */
    IPV6_CLIENT(true, IPV4 + "1/24 " + IPV6 + "1/64", "[" + IPV6 + "1]"),
    /** Neither side has IPv4. */
    IPV6_ALONE(true, IPV6 + "1/64", "[" + IPV6 + "1]");

    private final boolean ipv6;

    /** Separated by spaces. */
    private final String ofServer;

    private final String host;

    Network(boolean ipv6, String ofServer, String host) {
      this.ipv6 = ipv6;
      this.ofServer = ofServer;
      this.host = host;
    }

    /** What DNS records name, and answers to clients that ask for a foreign host. */
    String byDefault() {
      return this == IPV6_ALONE ? base() : "http://" + IPV4 + "1:8080";
    }

    String base() {
      return "http://" + host + ":8080";
    }

    String url() {
      return base() + FILE;
    }
  }

  private static final AtomicInteger NUMBERS = new AtomicInteger(1);
  private static final Map<Network, TestNetwork> NETWORKS = new EnumMap<>(Network.class);
  private static final List<Program> SERVERS = new ArrayList<>();
  private static final byte[] CONTENT = TestSite.bytes(1, 12 << 20);
  private static final byte[] SMALL_CONTENT = TestSite.bytes(2, 300_000);

  @TempDir private static Path folder;

  /** Of the clients of one test. */
  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    var content = TestSite.withoutBig(folder);
    content.offer(FILE, CONTENT);
    content.offer(SMALL, SMALL_CONTENT);
    content.offer(PAGE, SCRIPT.getBytes(UTF_8));
    for (Network kind : Network.values()) {
      var network = TestNetwork.open();
      NETWORKS.put(kind, network);
      SERVERS.add(serve(kind, network.machine(List.of(kind.ofServer.split(" "))), content));
    }
    for (Program server : SERVERS) {
      server.awaitOutput(MOST, output -> output.contains("started"));
    }
  }

  private static Program serve(Network kind, TestNetwork.Machine machine, TestSite content)
      throws IOException {
    return machine.start(
        Map.of("XDG_STATE_HOME", folder.resolve(kind.name()).toString()),
        Program.javaCommand(Main.class.getName(), "serve", "--content.root=" + content.content()));
  }

  @AfterAll
  static void stop() throws Exception {
    SERVERS.forEach(Program::close);
    for (TestNetwork network : NETWORKS.values()) {
      network.remove();
    }
  }

  /** Another machine each time. */
  private TestNetwork.Machine client(Network kind) throws Exception {
    int number = NUMBERS.incrementAndGet();
    String address = kind.ipv6 ? IPV6 + number + "/64" : IPV4 + number + "/24";
    return Objects.requireNonNull(NETWORKS.get(kind)).machine(List.of(address));
  }

  /** The .torrent that a client is given. */
  private Metainfo torrent(TestNetwork.Machine client, String url, String... options)
      throws Exception {
    Path file = target.resolve("given.torrent");
    List<String> command = new ArrayList<>(List.of("curl", "-q", "-g", "-fsS", "-o", "" + file));
    command.addAll(List.of(options));
    command.add(url + "?torrent");
    client.run(MOST, command);
    return Metainfo.parse(Files.readAllBytes(file));
  }

  private void assertDownloaded() throws Exception {
    assertThat(Files.readAllBytes(target.resolve("file.iso"))).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void aria2_negotiated(Network kind) throws Exception {
    client(kind)
        .run(
            MOST,
            List.of(
                "aria2c",
                "--no-conf",
                "--no-proxy=*",
                "--header=Accept: application/x-bittorrent",
                "--seed-time=0",
                "--follow-torrent=mem",
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                "--dir=" + target,
                kind.url()));
    assertDownloaded();
  }

  /** From the seeder, which it finds through the tracker: the torrent names no web seed. */
  @ParameterizedTest
  @EnumSource
  void libtorrent_trackerAndSeeder(Network kind) throws Exception {
    var client = client(kind);
    var served = torrent(client, kind.url());
    var trackers = new TorrentUrls(served.urls().announceTiers(), List.of());
    Path torrent = target.resolve("trackers.torrent");
    Files.write(torrent, served.withUrls(trackers).toBytes());
    client.run(
        MOST,
        List.of(
            "/usr/bin/python3",
            "src/test/python/libtorrent_get.py",
            torrent.toString(),
            target.toString(),
            kind.ipv6 ? "[::]:0" : "0.0.0.0:0"));
    assertDownloaded();
  }

  @ParameterizedTest
  @EnumSource
  void get(Network kind) throws Exception {
    String file = target.resolve("file.iso").toString();
    client(kind)
        .run(MOST, Program.javaCommand(Main.class.getName(), "get", "-o", file, kind.url()));
    assertDownloaded();
  }

  @ParameterizedTest
  @EnumSource
  void chromium_fetch(Network kind) throws Exception {
    String page =
        client(kind)
            .run(
                MOST,
                List.of(
                    "chromium-headless-shell",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--no-proxy-server",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + target.resolve("profile"),
                    "--virtual-time-budget=60000",
                    "--dump-dom",
                    kind.base() + PAGE));
    var body = BODY.matcher(page);
    assertThat(body.find()).as(page).isTrue();
    var urlAndContent = body.group(1).strip().split(" ", 2);
    assertThat(urlAndContent[0]).isEqualTo(kind.base() + TestSite.seed(SMALL, SMALL_CONTENT));
    assertThat(Base64.getDecoder().decode(urlAndContent[1])).isEqualTo(SMALL_CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void torrent_forgedHost_isInNobodysTorrent(Network kind) throws Exception {
    var served = torrent(client(kind), kind.url());
    assertThat(served.urls().announceTiers().get(0)).containsExactly(kind.base() + "/announce");
    assertThat(served.urls().webSeeds())
        .containsExactly(kind.base() + TestSite.seed(FILE, CONTENT));

    var forged = torrent(client(kind), kind.url(), "-H", "Host: evil.example:8080");
    assertThat(forged.urls().toString()).doesNotContain("evil").contains(kind.byDefault());
    assertThat(forged.info().swarmHash()).isEqualTo(served.info().swarmHash());
    assertThat(torrent(client(kind), kind.url())).isEqualTo(served);
  }

  @ParameterizedTest
  @EnumSource
  void record_namesTheFirstAddress(Network kind) throws Exception {
    var client = client(kind);
    var served = torrent(client, kind.url());
    torrent(client, kind.url(), "-H", "Host: evil.example:8080");
    String name = RequestHash.ofPath(FILE).nameUnder(kind.ipv6 ? "localhost" : IPV4 + "1");
    String server = kind.host.replaceAll("[\\[\\]]", "");
    String answer =
        client.run(MOST, List.of("dig", "@" + server, "-p", "5300", "+short", "+tcp", name, "TXT"));

    var strings = STRING.matcher(answer).results().map(string -> string.group(1)).toList();
    var found = (FallbackAnswer.Torrent) FallbackRecords.parse(List.of(strings));
    var record = Metainfo.parse(found.content().toBytes());
    assertThat(record.info()).isEqualTo(served.info());
    assertThat(record.urls().webSeeds())
        .containsExactly(kind.byDefault() + TestSite.seed(FILE, CONTENT));
  }
}
