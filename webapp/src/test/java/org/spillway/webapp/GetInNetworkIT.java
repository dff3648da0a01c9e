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
 * {@code spillway get} on one machine or several, {@code spillway serve} on another, and no web
 * seed between them. The network takes root.
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

  private static final int CROWD = 8;

  /** Bytes a second that a server gives to a crowd. */
  private static final int RATE = 3_000_000;

  /** Options for many JVMs on one machine. */
  private static final List<String> SMALL =
      List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

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
    infoHash = fetchTorrent(host);
  }

  /** Returns when the file is hashed, which it is only some time after the server has started. */
  private static InfoHash fetchTorrent(NetworkNamespace from) throws Exception {
    Path torrent = folder.resolve("torrent");
    String url = "http://" + from.address() + ":8080/pub/" + NAME + "?torrent";
    var curl = List.of("curl", "-q", "-fsS", "-o", torrent.toString(), "--retry", "60", url);
    Program.run(0, MOST, Map.of(), from.program(curl).command());
    return Metainfo.parse(Files.readAllBytes(torrent)).info().swarmHash();
  }

  @AfterAll
  static void stop() throws IOException {
    // It kills all programs of its hosts, too.
    network.close();
    server.close();
  }

  private static Program serve(NetworkNamespace on, String state, String... more)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("serve", "--lsd.enabled=true"));
    words.add("--content.root=" + site.content());
    words.add("--state-dir=" + folder.resolve(state));
    words.add("--public-url=http://" + on.address() + ":8080");
    words.addAll(List.of(more));
    return run(on, List.of(), words);
  }

  /** Starts a command of ours in a JVM with these options. */
  private static Program run(NetworkNamespace on, List<String> options, List<String> words)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add(Main.class.getName());
    all.addAll(words);
    var command = Program.javaCommand(all.toArray(String[]::new));
    return Program.start(Map.of(), on.program(command).command());
  }

  private static Program get(NetworkNamespace on, Path file, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("get", "-o", file.toString()));
    all.addAll(List.of(words));
    return run(on, List.of(), all);
  }

  /** Enough requests are under way to fill the link all the time. */
  @Test
  void get_slowLink_isFilled(@TempDir Path target) throws Exception {
    var client = network.host(new LinkRates(LINK.up(), SLOW));
    Path file = target.resolve(NAME);
    String magnet = "magnet:?xt=urn:btih:%s&x.pe=%s:6881".formatted(infoHash, host.address());
    long before = host.sentBytes();
    try (var get = get(client, file, magnet)) {
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
    try (var get = get(client, file, "--lsd", magnet);
        var newcomer = serve(network.host(LINK), "other-state")) {
      assertThat(get.awaitEnd(MOST)).as(get::output).isZero();
      assertThat(newcomer.output()).contains("\"started\"");
      assertThat(file).hasSameBinaryContentAs(content);
    }
  }

  /**
   * The server sends at its rate until everybody has the file, so that the copies that it sends say
   * how much longer than one copy that takes: about 1.6 times, because the JVMs do not start at the
   * same moment. {@code bin/bench flashcrowd clients=get} is the long form.
   */
  @Test
  void get_byACrowd_comesFromTheCrowd(@TempDir Path target) throws Exception {
    var limited = network.host(LINK);
    try (var slow = serve(limited, "limited-state", "--seeder.max-rate=" + RATE)) {
      slow.awaitOutput(MOST, output -> output.contains("\"started\""));
      fetchTorrent(limited);
      long before = limited.sentBytes();
      var crowd = startCrowd(limited, target);
      try {
        awaitCrowd(crowd, target);
      } finally {
        crowd.forEach(Program::close);
      }
      double copies = (limited.sentBytes() - before) / (double) LENGTH;
      assertThat(copies).as("copies sent by the server").isBetween(1.0, 2.2);
    }
  }

  private static List<Program> startCrowd(NetworkNamespace server, Path target) throws IOException {
    List<Program> crowd = new ArrayList<>();
    String url = "http://" + server.address() + ":8080/pub/" + NAME;
    for (int i = 0; i < CROWD; i++) {
      String file = target.resolve(NAME + i).toString();
      var words = List.of("get", "--no-web-seeds", "--seed-time=5", "-o", file, url);
      crowd.add(run(network.host(LINK), SMALL, words));
    }
    return crowd;
  }

  private static void awaitCrowd(List<Program> crowd, Path target) throws IOException {
    for (int i = 0; i < crowd.size(); i++) {
      Path file = target.resolve(NAME + i);
      crowd.get(i).await("the whole file", MOST, () -> Files.exists(file));
      assertThat(Files.mismatch(file, content)).isEqualTo(-1);
    }
  }
}
