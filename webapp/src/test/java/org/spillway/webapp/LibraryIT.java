package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.FreePort;
import org.spillway.torrent.Metainfo;

/** The filter within an application that is not ours, in front of the container's own servlet. */
class LibraryIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private StrangersApplication application;

  @BeforeEach
  void write() throws Exception {
    application = new StrangersApplication(folder);
  }

  @Test
  void jetty() throws Exception {
    var jetty = new Server();
    var connector = new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(
        new ContextHandlerCollection(
            context(application.plain(), "/bare"), context(application.withTorrents(), "/full")));
    try {
      jetty.start();
      check("http://127.0.0.1:" + connector.getLocalPort());
    } finally {
      jetty.stop();
    }
  }

  private WebAppContext context(Path root, String path) {
    var context = new WebAppContext(root.toString(), path);
    context.setTempDirectory(folder.resolve("jetty" + path).toFile());
    context.setThrowUnavailableOnStartupException(true);
    return context;
  }

  @Test
  void tomcat() throws Exception {
    int port = FreePort.find();
    var contexts =
        Map.of(
            "bare", "<Context docBase=\"" + application.plain() + "\"/>",
            "full", "<Context docBase=\"" + application.withTorrents() + "\"/>");
    try (var tomcat = Tomcat.start(folder.resolve("catalina"), port, contexts, Map.of())) {
      check("http://127.0.0.1:" + port);
      tomcat.stop();
      assertThat(tomcat.output()).doesNotContain("memory leak").doesNotContain("SEVERE");
    }
  }

  private void check(String server) throws Exception {
    checkOffered(server + "/full" + StrangersApplication.OFFERED);
    for (String target :
        List.of(
            "",
            "/",
            "/index.html",
            "/members",
            "/members/",
            StrangersApplication.MEMBERS,
            StrangersApplication.MEMBERS + "?torrent",
            "/other.txt",
            "/downloads",
            "/downloads/",
            "/downloads/?format=json",
            "/downloads/none.bin?torrent",
            "/seed/members/report.txt",
            "/seed/other.txt",
            "/WEB-INF/lib/",
            "/nothing?torrent")) {
      for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "DELETE")) {
        assertThat(ask(method, server + "/full", target))
            .as(method + " " + target)
            .isEqualTo(ask(method, server + "/bare", target));
      }
    }
  }

  private void checkOffered(String url) throws Exception {
    Path file = application.withTorrents().resolve(StrangersApplication.OFFERED.substring(1));
    var torrent = TestSite.torrent(url);
    assertThat(torrent.info().length()).isEqualTo(Files.size(file));
    assertThat(torrent.urls().webSeeds())
        .containsExactly("https://www.example.org/app/seed/downloads/big.bin");
    var negotiated = TestSite.get(url, "Accept-Encoding", "torrent");
    assertThat(Metainfo.parse(negotiated.body())).isEqualTo(torrent);
    var plain = TestSite.get(url);
    assertThat(plain.body()).isEqualTo(Files.readAllBytes(file));
    assertThat(plain.headers().firstValue("ETag").orElseThrow()).startsWith("\"");
    assertThat(plain.headers().firstValue("Link").orElseThrow()).contains("describedby");
    String seed = url.replace("/downloads/", "/seed/downloads/");
    assertThat(TestSite.get(seed, "Range", "bytes=10-14").body()).asString().isEqualTo("01234");
  }

  /** All that a client that would like torrents can see, but for the name of the application. */
  private record Seen(int status, Map<String, List<String>> fields, String body) {}

  private static Seen ask(String method, String base, String target) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base + target))
            .method(method, BodyPublishers.noBody())
            .headers("Accept", "application/x-bittorrent", "Accept-Encoding", "torrent")
            .build();
    var response = HTTP.send(request, BodyHandlers.ofString());
    Map<String, List<String>> fields = new TreeMap<>(response.headers().map());
    // Neither says anything of the resource: Tomcat closes after every hundredth request.
    fields.keySet().removeAll(Set.of("date", "connection"));
    fields.replaceAll(
        (name, values) -> values.stream().map(v -> v.replace("bare", "full")).toList());
    return new Seen(response.statusCode(), fields, response.body().replace("bare", "full"));
  }
}
