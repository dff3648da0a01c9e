package org.spillway.webapp.demo;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static java.net.http.HttpResponse.BodyHandlers.ofFile;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.spillway.client.ClientSettings;
import org.spillway.client.DownloadResult;
import org.spillway.client.Downloader;
import org.spillway.client.NameServer;
import org.spillway.client.Progress;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.Server;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.config.TrackerConfig;
import org.spillway.webapp.config.Values;
import org.spillway.webapp.http.JettyServer;
import org.spillway.webapp.terminal.Units;

/**
 * Downloads one file in several ways, with a whole Spillway on loopback and its clients in one
 * process.
 */
public final class Demo implements AutoCloseable {
  private static final String HOST = "localhost";
  private static final String BIG = "/pub/jdk-modules";
  private static final int ATTEMPTS = 12;
  private static final String SMALL = "/pub/hello.txt";

  private final PrintWriter out;
  private final DemoFolder folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JettyServer jetty;
  private final Server server;
  private int step;
  private boolean allMatch = true;

  private Demo(PrintWriter out, DemoFolder folder, JettyServer jetty, Server server) {
    this.out = out;
    this.folder = folder;
    this.jetty = jetty;
    this.server = server;
  }

  /**
   * @param folder the folder, which the caller closes
   */
  public static Demo start(PrintWriter out, DemoFolder folder) throws IOException, ConfigException {
    folder.offerJdkModules(BIG);
    folder.offerText(SMALL, "Hello from a file that is a torrent, too.\n");
    var jetty = JettyServer.bind(HttpSettings.DEFAULT.withHost("127.0.0.1").withPort(0));
    return new Demo(out, folder, jetty, Server.start(config(folder, jetty), jetty));
  }

  private static Config config(DemoFolder folder, JettyServer jetty) throws ConfigException {
    return Config.of(
        new Values()
            .set(SiteConfig.PUBLIC_URL, "http://" + HOST + ":" + jetty.port())
            .set(CatalogConfig.CONTENT_ROOT, folder.content().toString())
            .set(CatalogConfig.STATE_DIR, folder.state().toString())
            .set(SeederConfig.HOST, "127.0.0.1")
            .set(SeederConfig.PORT, "0")
            .set(TrackerConfig.HOST, "127.0.0.1")
            .set(TrackerConfig.UDP_PORT, "0")
            .set(DnsConfig.HOST, "127.0.0.1")
            .set(DnsConfig.PORT, "0"));
  }

  /** Returns whether every way gave the same file. */
  public boolean run() throws IOException, InterruptedException {
    Path original = folder.content().resolve(BIG.substring(1));
    say("offered", "%s, %,d bytes", url(BIG), Files.size(original));
    say("sha256", "%s", folder.sha256(original));
    say("ports", "%s", server.ports().startedLine());
    awaitTorrent();
    out.println();
    show("plain GET", this::plainGet);
    show("negotiated GET, then the swarm", target -> get(target, true, false));
    show("negotiated GET, then the web seed alone", target -> get(target, false, true));
    showForeignClient();
    jetty.pause();
    show("HTTP stopped: torrent from DNS, then the seeder", target -> get(target, true, true));
    jetty.resume();
    out.println();
    out.println(allMatch ? "All SHA-256 sums match." : "The SHA-256 sums differ!");
    out.flush();
    return allMatch;
  }

  private void awaitTorrent() throws IOException, InterruptedException {
    long start = System.nanoTime();
    var request = HttpRequest.newBuilder(URI.create(url(BIG) + "?torrent")).build();
    // The server itself waits for the hashing before it answers 503.
    int status = 503;
    for (int i = 0; i < ATTEMPTS && status == 503; i++) {
      status = http.send(request, discarding()).statusCode();
    }
    if (status != 200) {
      throw new IOException(request.uri() + ": HTTP " + status);
    }
    say("hashed", "%s", seconds(since(start)));
  }

  private interface Way {
    /**
     * Downloads the file.
     *
     * @return a remark for the output
     */
    String download(Path target) throws IOException, InterruptedException;
  }

  private void show(String title, Way way) throws IOException, InterruptedException {
    step++;
    out.printf("%d  %s%n", step, title);
    out.flush();
    Path target = folder.target(step);
    long start = System.nanoTime();
    String remark = way.download(target);
    var took = since(start);
    String sha256 = folder.sha256(target);
    boolean matches = sha256.equals(folder.sha256(folder.content().resolve(BIG.substring(1))));
    allMatch &= matches;
    out.printf(
        "   %,d bytes in %s  %s%n   sha256 %s%s%n",
        Files.size(target), seconds(took), remark, sha256, matches ? "" : "  WRONG");
    out.flush();
    Files.delete(target);
  }

  private String plainGet(Path target) throws IOException, InterruptedException {
    var response = http.send(HttpRequest.newBuilder(URI.create(url(BIG))).build(), ofFile(target));
    return "HTTP " + response.statusCode();
  }

  private String get(Path target, boolean peers, boolean webSeeds)
      throws IOException, InterruptedException {
    var dns = NameServer.ofThisMachine(server.ports().dns().orElseThrow());
    var settings =
        ClientSettings.DEFAULT.withPeers(peers).withWebSeeds(webSeeds).withDnsServers(List.of(dns));
    DownloadResult result =
        new Downloader(settings).get(URI.create(url(BIG)), target, Progress.NONE);
    return result.route().label() + ": " + Units.sources(result.bytes());
  }

  /** Downloads by {@code ?torrent} with a client that is not ours, if it is installed. */
  private void showForeignClient() throws IOException, InterruptedException {
    var aria2 = Aria2.find();
    if (aria2.isPresent()) {
      show("?torrent with aria2c", target -> aria2.get().download(url(BIG) + "?torrent", target));
    } else {
      out.println(
          "-  ?torrent with aria2c is left out: there is no aria2c (apt-get install aria2)");
    }
  }

  public void showHowToTry() {
    var ports = server.ports();
    String name = RequestHash.ofPath(BIG).nameUnder(HOST);
    out.printf("%nStill serving: try it by hand, and press Ctrl-C to stop it.%n");
    out.printf("  curl -i %s%n", url(SMALL));
    out.printf("  curl -sD- -o /dev/null -H 'Accept-Encoding: torrent' %s%n", url(BIG));
    out.printf("  aria2c --seed-time=0 '%s?torrent'%n", url(BIG));
    out.printf("  dig +short -p %d @127.0.0.1 %s TXT%n", ports.dns().orElseThrow(), name);
    out.printf(
        "  bin/spillway lookup --dns 127.0.0.1:%d %s%n", ports.dns().orElseThrow(), url(BIG));
    out.printf("  bin/spillway get --dns 127.0.0.1:%d %s%n", ports.dns().orElseThrow(), url(BIG));
    out.flush();
  }

  private String url(String path) {
    return "http://" + HOST + ":" + jetty.port() + path;
  }

  private void say(String label, String format, Object... arguments) {
    out.printf("%-8s %s%n", label, String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }

  @Override
  public void close() {
    server.close();
  }
}
