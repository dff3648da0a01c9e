package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.LinkRates;
import org.spillway.testing.NetworkNamespace;
import org.spillway.testing.NetworkNamespaces;
import org.spillway.testing.Program;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.Metainfo;
import org.spillway.webapp.command.Main;

/**
 * {@code spillway get} on one machine, {@code spillway serve} on another, and neither a tracker nor
 * a web seed between them. The network takes root.
 */
@Timeout(180)
class GetInNetworkIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final int LENGTH = 24 * 1024 * 1024;
  private static final String NAME = "file.bin";
  private static final LinkRates LINK = LinkRates.megabits(1000, 1000);

  /**
   * The rate of a slow link, in bits a second. A block of 16 KiB takes 3 ms on it, and its queue
   * holds 100 ms, so that dozens of requests are under way when it is filled.
   */
  private static final long SLOW = 40_000_000;

  /** The share of the file after which the connection has found its speed. */
  private static final double BEGINNING = 0.25;

  @TempDir private static Path folder;

  private static NetworkNamespaces network;
  private static NetworkNamespace host;
  private static TestSite site;
  private static Path content;
  private static Program server;
  private static InfoHash infoHash;

  @BeforeAll
  static void start() throws Exception {
    network = NetworkNamespaces.create();
    host = network.host(LINK);
    site = TestSite.withoutBig(folder);
    content = site.offer("/pub/" + NAME, TestSite.bytes(9, LENGTH));
    server = serve(host, "state");
    server.awaitOutput(MOST, output -> output.contains("\"started\""));
    infoHash = infoHash();
  }

  private static InfoHash infoHash() throws Exception {
    Path torrent = folder.resolve("torrent");
    String url = "http://" + host.address() + ":8080/pub/" + NAME + "?torrent";
    var curl = List.of("curl", "-q", "-fsS", "-o", torrent.toString(), "--retry", "60", url);
    Program.run(0, MOST, Map.of(), host.program(curl).command());
    return Metainfo.parse(Files.readAllBytes(torrent)).info().swarmHash();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    network.close();
  }

  private static Program serve(NetworkNamespace on, String state) throws IOException {
    return run(
        on,
        "serve",
        "--lsd.enabled=true",
        "--content.root=" + site.content(),
        "--state-dir=" + folder.resolve(state),
        "--public-url=http://" + on.address() + ":8080");
  }

  private static Program run(NetworkNamespace on, String... words) throws IOException {
    List<String> mainAndWords = new ArrayList<>(List.of(Main.class.getName()));
    mainAndWords.addAll(List.of(words));
    var command = Program.javaCommand(mainAndWords.toArray(String[]::new));
    return Program.start(Map.of(), on.program(command).command());
  }

  /** Enough requests are under way to fill the link all the time. */
  @Test
  void get_slowLink_isFilled(@TempDir Path target) throws Exception {
    var client = network.host(new LinkRates(LINK.up(), SLOW));
    Path file = target.resolve(NAME);
    String magnet = "magnet:?xt=urn:btih:%s&x.pe=%s:6881".formatted(infoHash, host.address());
    long before = host.sentBytes();
    try (var get = run(client, "get", "-o", file.toString(), magnet)) {
      get.await("the beginning", MOST, () -> host.sentBytes() - before > BEGINNING * LENGTH);
      long sent = host.sentBytes();
      long start = System.nanoTime();
      assertThat(get.awaitEnd(MOST)).as(get::output).isZero();
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(file).hasSameBinaryContentAs(content);
      assertThat(8 * (host.sentBytes() - sent) / seconds)
          .as("bits a second")
          .isGreaterThan(0.7 * SLOW);
    }
  }

  /**
   * Multicast reaches other machines, which it does not on loopback. A server announces its
   * torrents when it starts, and those that a newcomer asks about no more than once a minute (BEP
   * 14).
   */
  @Test
  void get_lsd_findsTheSeeder(@TempDir Path target) throws Exception {
    var client = network.host(LINK);
    Path file = target.resolve(NAME);
    String magnet = "magnet:?xt=urn:btih:" + infoHash;
    try (var get = run(client, "get", "--lsd", "-o", file.toString(), magnet);
        var newcomer = serve(network.host(LINK), "other-state")) {
      assertThat(get.awaitEnd(MOST)).as(get::output).isZero();
      assertThat(newcomer.output()).contains("\"started\"");
      assertThat(file).hasSameBinaryContentAs(content);
    }
  }
}
