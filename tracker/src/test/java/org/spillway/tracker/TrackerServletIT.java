package org.spillway.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.NOT_KNOWN_YET;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.infoHash;
import static org.spillway.tracker.Samples.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceAnswer.Announced;
import org.spillway.torrent.announce.AnnounceAnswer.Failed;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.HttpAnnounce;
import org.spillway.torrent.announce.HttpScrape;
import org.spillway.torrent.announce.ScrapeAnswer;
import org.spillway.torrent.announce.SwarmCounts;

class TrackerServletIT {
  private static final PeerAddress SEEDER = peer("127.0.0.1", 6881);
  private static final long SEED = 48;
  private static final String TRACKER = "/app/tracker/";

  private final HttpClient client = HttpClient.newHttpClient();
  private Tracker tracker;
  private Server server;
  private String base;
  private String ipv6Base;

  @BeforeEach
  void start() throws Exception {
    var door = Samples.settings(TrackerPolicy.OURS, 0);
    var settings =
        new TrackerSettings(
            door.host(),
            0,
            false,
            door.policy(),
            door.store(),
            door.interval(),
            door.minInterval(),
            door.peerTimeout(),
            door.numWant(),
            door.maxNumWant());
    tracker = Tracker.start(settings, Samples::standing, Samples.seeder(SEEDER), PeerListener.NONE);
    server = new Server();
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var ipv6 = new ServerConnector(server);
    ipv6.setHost("::1");
    server.addConnector(ipv6);
    var context = new ServletContextHandler("/app");
    context.addServlet(new ServletHolder(tracker.servlet()), "/tracker/*");
    server.setHandler(context);
    server.start();
    base = "http://127.0.0.1:" + connector.getLocalPort() + TRACKER;
    ipv6Base = "http://[::1]:" + ipv6.getLocalPort() + TRACKER;
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    tracker.close();
  }

  @Test
  void announce_leecher() throws Exception {
    var response = get("announce?" + query(OURS, 1, 4000));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValueAsLong("Content-Length"))
        .hasValue(response.body().length);
    assertThat(HttpAnnounce.decode(response.body())).isEqualTo(announced(1, 1, SEEDER));
  }

  /** The bytes on the wire, for readers other than ours. */
  @Test
  void announce_bytes() throws Exception {
    assertThat(get("announce?" + query(OURS, 1, 4000)).body())
        .asString(ISO_8859_1)
        .isEqualTo(
            "d8:completei1e11:external ip4:\u007f\0\0\1"
                + "10:incompletei1e8:intervali1800e12:min intervali60e5:peers6:"
                + "\u007f\0\0\1\u001a\u00e1e");
  }

  @Test
  void announce_notCompact() throws Exception {
    String query = query(OURS, 1, 4000).replace("compact=1", "compact=0");
    assertThat(get("announce?" + query).body())
        .asString(ISO_8859_1)
        .contains("5:peersld2:ip9:127.0.0.17:peer id20:-SW0100-abcdefghijkl4:porti6881eee");
  }

  @Test
  void announce_notCompact_ipv6() throws Exception {
    base = ipv6Base;
    get("announce?" + query(OURS, 1, 4000));
    String query = query(OURS, 1, 4001).replace("compact=1", "compact=0");
    assertThat(get("announce?" + query).body())
        .asString(ISO_8859_1)
        .contains("d2:ip15:0:0:0:0:0:0:0:17:peer id20:-XX0001-abcdefghijkl4:porti4000ee")
        .contains("11:external ip16:");
  }

  /** BEP 7. */
  @Test
  void announce_peersOfBothFamilies() throws Exception {
    get("announce?" + query(OURS, 1, 4000));
    String ipv4 = base;
    base = ipv6Base;
    assertThat(announce(query(OURS, 1, 4001)))
        .isEqualTo(announced(0, 1, SEEDER, peer("127.0.0.1", 4000)));
    base = ipv4;
    assertThat(announce(query(OURS, 1, 4002)))
        .isEqualTo(announced(1, 2, SEEDER, peer("127.0.0.1", 4000), peer("::1", 4001)));
  }

  @Test
  void announce_portZero_getsPeers() throws Exception {
    assertThat(announce(query(OURS, 1, 0))).isEqualTo(announced(1, 0, SEEDER));
    assertThat(announce(query(OURS, 1, 4000))).isEqualTo(announced(1, 1, SEEDER));
  }

  /** BEP 21. */
  @Test
  void announce_paused() throws Exception {
    get("announce?" + query(OURS, 1, 4000) + "&event=paused");
    assertThat(scrape(HttpScrape.query(List.of(OURS))))
        .isEqualTo(new ScrapeAnswer.Scraped(Map.of(OURS, new SwarmCounts(1, 0, 1, 0))));
  }

  @Test
  void announce_secondLeecherMeetsTheFirst() throws Exception {
    get("announce?" + query(OURS, 1, 4000));
    assertThat(announce(query(OURS, 1, 4001)))
        .isEqualTo(announced(1, 2, SEEDER, peer("127.0.0.1", 4000)));
  }

  @Test
  void announce_refused() throws Exception {
    assertThat(announce(query(FOREIGN, 1, 4000))).isEqualTo(new Failed("unregistered torrent"));
    assertThat(tracker.stats().http()).isEqualTo(new TrackerStats.Door(0, 0, 1, 0));
  }

  /**
   * This holds while the server reads its files. Clients that get another answer may never ask
   * again.
   */
  @ParameterizedTest
  @ValueSource(strings = {"announce", "scrape"})
  void notKnownYet_isToLookAgain(String page) throws Exception {
    var response = get(page + "?" + query(NOT_KNOWN_YET, 1, 4000));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("60");
    assertThat(response.body())
        .asString(ISO_8859_1)
        .contains("just started")
        .endsWith("8:retry ini1ee");
    assertThat(tracker.stats().http()).isEqualTo(new TrackerStats.Door(0, 0, 1, 0));
  }

  @Test
  void announce_malformed() throws Exception {
    assertThat(announce("port=1")).isEqualTo(new Failed("info_hash: missing"));
    assertThat(announce("")).isEqualTo(new Failed("info_hash: missing"));
    assertThat(announce("info_hash=abc&port=1"))
        .isEqualTo(new Failed("info_hash: 20 bytes, not 3"));
    assertThat(tracker.stats().http()).isEqualTo(new TrackerStats.Door(0, 0, 0, 3));
  }

  @Test
  void announce_cutAtEachLength() throws Exception {
    String query = query(OURS, 1, 4000);
    for (int length = 0; length < query.length(); length++) {
      // A percent sign that the cut laid bare is no URI; the codec's own tests have those.
      String cut = query.substring(0, length).replaceAll("%.?$", "");
      assertThat(get("announce?" + cut).statusCode()).as(cut).isEqualTo(200);
    }
  }

  @Test
  void announce_randomQueries() throws Exception {
    System.out.println("TrackerServletIT seed " + SEED);
    var random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      var query = new StringBuilder();
      for (int j = random.nextInt(100); j > 0; j--) {
        query.append("%%%02x".formatted(random.nextInt(256)));
      }
      assertThat(announce("info_hash=" + query + "&port=" + query)).isInstanceOf(Failed.class);
    }
  }

  @Test
  void scrape_ours() throws Exception {
    get("announce?" + query(OURS, 0, 4000) + "&event=completed");
    get("announce?" + query(OURS, 1, 4001));
    assertThat(scrape(HttpScrape.query(List.of(OURS, FOREIGN))))
        .isEqualTo(new ScrapeAnswer.Scraped(Map.of(OURS, new SwarmCounts(2, 1, 1))));
    assertThat(tracker.stats().http()).isEqualTo(new TrackerStats.Door(2, 1, 0, 0));
  }

  @Test
  void scrape_ofNoneOrTooMany() throws Exception {
    assertThat(scrape(""))
        .isEqualTo(new ScrapeAnswer.Failed("info_hash must be 1 to 74 infohashes, were 0"));
    List<InfoHash> many = IntStream.range(0, 75).mapToObj(i -> infoHash(i)).toList();
    assertThat(scrape(HttpScrape.query(many)))
        .isEqualTo(new ScrapeAnswer.Failed("info_hash must be 1 to 74 infohashes, were 75"));
  }

  @Test
  void otherMethods_areNotAllowed() throws Exception {
    for (String method : List.of("HEAD", "POST", "PUT", "OPTIONS")) {
      var response = send(method, "announce?" + query(OURS, 1, 4000));
      assertThat(response.statusCode()).as(method).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).contains("GET");
    }
    assertThat(tracker.stats().peers()).isZero();
  }

  @Test
  void otherPaths_areNotFound() throws Exception {
    assertThat(get("announcement").statusCode()).isEqualTo(404);
    assertThat(get("").statusCode()).isEqualTo(404);
  }

  @Test
  void udpPort_whenDisabled() {
    assertThat(tracker.udpPort()).isEmpty();
  }

  private AnnounceAnswer announce(String query) throws Exception {
    return HttpAnnounce.decode(get("announce?" + query).body());
  }

  private ScrapeAnswer scrape(String query) throws Exception {
    return HttpScrape.decode(get("scrape?" + query).body());
  }

  private static Announced announced(int complete, int incomplete, PeerAddress... peers) {
    return new Announced(
        Duration.ofMinutes(30), Duration.ofMinutes(1), complete, incomplete, List.of(peers));
  }

  private static String query(InfoHash infoHash, long left, int port) {
    return HttpAnnounce.query(Samples.request(infoHash, left, AnnounceEvent.NONE, port));
  }

  private HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
    return send("GET", target);
  }

  private HttpResponse<byte[]> send(String method, String target)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(base + target))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
