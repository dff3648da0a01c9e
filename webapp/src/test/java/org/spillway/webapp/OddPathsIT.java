package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.Downloader;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.client.Progress;
import org.spillway.testing.Program;
import org.spillway.webapp.config.Config;

/** Clients that were given a URL with empty segments, as in {@code http://h//repo//}. */
class OddPathsIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final byte[] CONTENT = TestSite.bytes(15, 2_000_000);

  @TempDir private static Path folder;

  private static Server server;
  private static String base;
  private static String odd;

  @BeforeAll
  static void start() throws Exception {
    var site = TestSite.withoutBig(folder);
    site.offer("/pub/odd.bin", CONTENT);
    var config = Config.of(site.values());
    server = Server.start(config, Server.bindHttp(config));
    base = "http://localhost:" + server.ports().http().orElseThrow();
    odd = base + "//pub//odd.bin";
    TestSite.torrent(base + "/pub/odd.bin");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void run(Path file, String... command) throws Exception {
    Program.run(0, MOST, Map.of("no_proxy", "*"), List.of(command));
    assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
    Files.delete(file);
  }

  @Test
  void everySpelling_isTheFile() throws Exception {
    OddPaths.check(base, "odd.bin");
  }

  @Test
  void clientsOfOthers() throws Exception {
    Path file = folder.resolve("file");
    String out = file.toString();
    run(file, "curl", "-q", "-sSf", "-o", out, odd);
    run(file, "curl", "-q", "-sSf", "--path-as-is", "-o", out, base + "/pub/./odd.bin");
    run(file, "wget", "--no-config", "-q", "-O", out, odd);
    run(file, "aria2c", "--no-conf", "-q", "-d", folder.toString(), "-o", "file", odd);
    run(file, "/usr/lib/apt/apt-helper", "download-file", odd, out);
  }

  @Test
  void ourOwnClient_overHttpAndDns() throws Exception {
    Path file = folder.resolve("own");
    new Downloader(ClientSettings.DEFAULT).get(URI.create(odd), file, Progress.NONE);
    assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
    var doh = NameServer.parse(base + "/dns-query");
    var dns = new DnsLookup(ClientSettings.DEFAULT.withDnsServers(List.of(doh)));
    for (String url :
        List.of(odd, base + "/pub/%2e//odd.bin?a=b", base + "///pub/../pub/odd.bin")) {
      assertThat(dns.lookup(URI.create(url))).as(url).isInstanceOf(LookupResult.Present.class);
    }
  }
}
