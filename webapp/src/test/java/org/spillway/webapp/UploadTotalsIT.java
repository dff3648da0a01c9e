package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.swarm.ReportedBytes;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.TrackerConfig;

/** The server's own numbers are those of the bytes that real clients got. */
class UploadTotalsIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String PATH = "/pub/totals.bin";
  private static final byte[] CONTENT = TestSite.bytes(11, 3_000_000);

  @TempDir private Path folder;
  private ServedSite served;
  private Metainfo metainfo;

  @BeforeEach
  void start() throws Exception {
    Map<Key<?>, String> keys = Map.of(SeederConfig.ENABLED, "true", TrackerConfig.ENABLED, "true");
    served = ServedSite.start(folder.resolve("site"), keys);
    served.site().offer(PATH, CONTENT);
    metainfo = TestSite.torrent(served.url(PATH));
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  private void curl(String path, String... range) throws Exception {
    Path target = folder.resolve("curl");
    var command = List.of("curl", "-q", "-sS", "-f", "--noproxy", "*", "-o", target.toString());
    var all = new ArrayList<>(command);
    all.addAll(List.of(range));
    all.add(served.url(path));
    Program.run(0, MOST, Map.of(), all);
  }

  private void aria2(Metainfo torrent, String name) throws Exception {
    Path target = Files.createDirectories(folder.resolve(name));
    Path file = Files.write(target.resolve("test.torrent"), torrent.toBytes());
    Program.run(
        MOST,
        "aria2c",
        "--no-conf",
        "--no-proxy=*",
        "--seed-time=0",
        "--enable-dht=false",
        "--bt-enable-lpd=false",
        "--file-allocation=none",
        "--dir=" + target,
        file.toString());
    assertThat(Files.readAllBytes(target.resolve("totals.bin"))).isEqualTo(CONTENT);
  }

  /** The last bytes can be counted a moment after they were received. */
  private void awaitTotals(long plain, long webSeed, long peers, ReportedBytes reported)
      throws Exception {
    var expected = new UploadTotals(plain, webSeed, peers, reported);
    await("all uploads are counted")
        .untilAsserted(() -> assertThat(served.uploads()).isEqualTo(expected));
  }

  @Test
  void curl_plainAndWebSeed() throws Exception {
    curl(PATH);
    curl(PATH, "-r", "1000-1999");
    curl("/seed" + PATH, "-r", "0-499999");
    awaitTotals(3_001_000, 500_000, 0, ReportedBytes.NONE);
    assertThat(served.uploads().offload()).isZero();
  }

  @Test
  void aria2_fromTheSeeder_reportsWhatItGot() throws Exception {
    var urls = new TorrentUrls(metainfo.urls().announceTiers(), List.of());
    aria2(metainfo.withUrls(urls), "aria2");
    awaitTotals(0, 0, CONTENT.length, new ReportedBytes(0, CONTENT.length));
    assertThat(served.uploads().offload()).isZero();
  }

  @Test
  void aria2_fromTheWebSeed() throws Exception {
    aria2(metainfo.withUrls(new TorrentUrls(List.of(), metainfo.urls().webSeeds())), "aria2");
    awaitTotals(0, CONTENT.length, 0, ReportedBytes.NONE);
  }

  @Test
  void usage_afterAStop_namesClients() throws Exception {
    curl(PATH, "-r", "0-999");
    var urls = new TorrentUrls(metainfo.urls().announceTiers(), List.of());
    aria2(metainfo.withUrls(urls), "aria2");
    awaitTotals(1000, 0, CONTENT.length, new ReportedBytes(0, CONTENT.length));
    served.close();
    assertThat(usage("--by", "delivery,client,path").split("\n", -1))
        .hasSize(4)
        .contains("bytes\tblocks\trejected\tdelivery\tclient\tpath")
        .contains("1000\t0\t0\thttp\tcurl\t" + PATH)
        .anyMatch(
            line -> line.matches(CONTENT.length + "\\t\\d+\\t\\d+\\tpeers\\taria2\\t" + PATH));
    assertThat(usage("--by", "delivery", "--json").split("\n", -1))
        .contains("{\"delivery\":\"http\",\"bytes\":1000,\"blocks\":0,\"rejected\":0}");
  }

  private String usage(String... options) {
    var arguments = new ArrayList<>(List.of("usage", "--state-dir=" + served.site().state()));
    arguments.addAll(List.of(options));
    var out = new StringWriter();
    int status =
        Main.commandLine().setOut(new PrintWriter(out)).execute(arguments.toArray(String[]::new));
    assertThat(status).isZero();
    return out.toString();
  }

  /** Somebody else sent two more copies, so it says. */
  @Test
  void announce_claimed() throws Exception {
    curl(PATH);
    announce("started", 0);
    announce("completed", 3L * CONTENT.length);
    announce("stopped", 3L * CONTENT.length);
    awaitTotals(CONTENT.length, 0, 0, new ReportedBytes(7, 3L * CONTENT.length));
    assertThat(served.uploads().offload()).isEqualTo(0.75);
    served.close();
    assertThat(served.uploads().line()).contains("so 75 % of what clients received");
    assertThat(usage("--by", "delivery,path")).contains("7\t0\t0\tothers\t" + PATH + "\n");
    assertThat(usage("--savings", "--by", "path", "--usage.price-per-gb=1000000"))
        .isEqualTo(
            "sent\tothers\tshare\tsaved\tpath\n"
                + CONTENT.length
                + "\t7\t0.000\t0.01\t"
                + PATH
                + "\n");
    assertThat(usage("--savings", "--json"))
        .startsWith("{\"month\":\"20")
        .contains(",\"sent\":" + CONTENT.length + ",\"others\":7,\"share\":");
  }

  private void announce(String event, long downloaded) throws Exception {
    var hash = new StringBuilder();
    for (byte b : metainfo.info().swarmHash().toBytes()) {
      hash.append("%%%02x".formatted(b));
    }
    String query = "&peer_id=-XX0000-abcdefghijkl&port=6881&uploaded=7&left=0&compact=1";
    String url = served.base() + "/announce?info_hash=" + hash + query;
    var answer = TestSite.get(url + "&event=" + event + "&downloaded=" + downloaded);
    assertThat(new String(answer.body(), ISO_8859_1)).contains("interval");
  }
}
