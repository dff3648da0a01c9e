package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** aria2 and wget2 download and repair a file by its Metalink (RFC 5854, RFC 6249). */
class MetalinkIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** In ASCII: wget2 1.99 takes the URLs in a Metalink for Latin-1. */
  private static final String PATH = "/pub/meta link+.bin";

  private static final int PIECE = 256 * 1024;
  private static final byte[] CONTENT = TestSite.bytes(12, 8_000_000);

  @TempDir private Path folder;

  @TempDir private Path target;

  private ServedSite serve(String name, byte[] content, Map<Key, String> keys) throws Exception {
    var served = ServedSite.start(folder.resolve(name), keys);
    served.site().offer(PATH, content);
    TestSite.torrent(served.url(PATH));
    served.relay().forget();
    return served;
  }

  private void aria2(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("aria2c", "--no-conf", "--no-proxy=*"));
    command.addAll(List.of("--enable-dht=false", "--bt-enable-lpd=false", "--seed-time=0"));
    command.addAll(List.of("--file-allocation=none", "--follow-metalink=mem"));
    command.add("--dir=" + target);
    command.addAll(List.of(arguments));
    Program.run(0, MOST, Map.of(), command);
  }

  private void assertDownloaded(byte[] content) throws Exception {
    assertThat(Files.readAllBytes(target.resolve("meta link+.bin"))).isEqualTo(content);
  }

  private static List<String> ranges(ServedSite served) {
    return served.relay().heard().stream().filter(line -> line.startsWith("Range: ")).toList();
  }

  /** The fields of the user, which aria2 repeats on all of its requests, mean the torrent. */
  @Test
  void aria2_download() throws Exception {
    try (var served = serve("v1", CONTENT, Map.of())) {
      aria2("--header=Accept-Encoding: torrent", served.url(PATH) + "?meta4");
      assertDownloaded(CONTENT);
      assertThat(served.relay().passed())
          .isBetween((long) CONTENT.length, CONTENT.length + 100_000L);
    }
  }

  /** aria2 knows no torrents of BEP 52: the URL and the hash of the whole are left. */
  @Test
  void aria2_downloadWithV2() throws Exception {
    try (var served = serve("v2", CONTENT, Map.of(Key.CATALOG_FORMAT, "v2"))) {
      aria2("--header=Accept-Encoding: torrent", served.url(PATH) + "?meta4");
      assertDownloaded(CONTENT);
    }
  }

  /** Four bytes of three pieces, of which one is the last. */
  @Test
  void aria2_repair_fetchesOnlyTheBadPieces() throws Exception {
    byte[] content = TestSite.bytes(13, 64 * 1024 * 1024);
    byte[] damaged = content.clone();
    for (int at : List.of(5, 100 * PIECE, 101 * PIECE - 1, content.length - 1)) {
      damaged[at] ^= 1;
    }
    Files.write(target.resolve("meta link+.bin"), damaged);
    try (var served = serve("v1", content, Map.of())) {
      aria2("--check-integrity", "--allow-overwrite", served.url(PATH) + "?meta4");
      assertDownloaded(content);
      assertThat(ranges(served)).containsExactlyInAnyOrder(range(0), range(100), range(255));
      assertThat(served.relay().passed()).isBetween(3L * PIECE, 3L * PIECE + 100_000);
    }
  }

  private static String range(int piece) {
    return "Range: bytes=%d-%d".formatted(piece * PIECE, (piece + 1) * PIECE - 1);
  }

  /** wget2 reads a Metalink only if a redirect names it; there it finds both places. */
  @Test
  void wget2_redirectToAMirror_fetchesPieces() throws Exception {
    try (var mirror = serve("mirror", CONTENT, Map.of());
        var served = serve("first", CONTENT, redirectingTo(mirror))) {
      var command = new ArrayList<>(List.of("env", "-C", target.toString(), "wget2"));
      command.addAll(List.of("--no-config", "--no-proxy", "--no-hsts", served.url(PATH)));
      Program.run(0, MOST, Map.of("HOME", folder.toString()), command);
      assertDownloaded(CONTENT);
      assertThat(served.relay().heard()).anyMatch(line -> line.contains("?meta4 HTTP/"));
      assertThat(ranges(served).size() + ranges(mirror).size()).isGreaterThan(10);
    }
  }

  private static Map<Key, String> redirectingTo(ServedSite mirror) {
    return Map.of(Key.NEGOTIATION_REDIRECT, "true", Key.CONTENT_MIRRORS, mirror.base() + "/seed");
  }
}
