package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

/**
 * aria2 downloads over HTTP alone, without peers and trackers: the file, or its torrent and then
 * the pieces from the web seed. It repeats the fields that its user gives on every request.
 */
class Aria2IT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String PATH = "/pub/aria 2.bin";

  /** A request for a path with the version of the file. */
  private static final String SEED = "GET /seed/~[0-9a-f]{8}/pub/aria%202\\.bin HTTP/1\\.1";

  private static final byte[] CONTENT = TestSite.bytes(4, 8_000_000);

  /** aria2's exit code for a checksum that is not as it was told. */
  private static final int CHECKSUM_ERROR = 32;

  @TempDir private static Path folder;

  private static ServedSite served;

  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    served = ServedSite.start(folder);
    served.site().offer(PATH, CONTENT);
    TestSite.torrent(served.url(PATH));
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
  }

  @BeforeEach
  void forget() {
    served.relay().forget();
  }

  private String aria2(int exit, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("aria2c", "--no-conf", "--no-proxy=*"));
    command.addAll(List.of("--enable-dht=false", "--bt-enable-lpd=false", "--seed-time=0"));
    command.addAll(List.of("--file-allocation=none", "--log=-", "--log-level=info"));
    command.add("--dir=" + target);
    command.addAll(List.of(arguments));
    return Program.run(exit, MOST, Map.of(), command);
  }

  private void assertDownloaded() throws Exception {
    assertThat(Files.readAllBytes(target.resolve("aria 2.bin"))).isEqualTo(CONTENT);
  }

  /** Each byte came once, and the torrent with it. */
  private void assertFromWebSeedAlone() throws Exception {
    assertDownloaded();
    assertThat(served.relay().heard()).anyMatch(line -> line.matches(SEED));
    assertThat(served.relay().passed()).isBetween(8_000_000L, 8_020_000L);
  }

  @Test
  void torrentQuery_piecesFromTheWebSeed() throws Exception {
    aria2(0, "--follow-torrent=mem", served.url(PATH) + "?torrent");
    assertFromWebSeedAlone();
    assertThat(target).isDirectoryNotContaining("glob:**.torrent");
  }

  @Test
  void acceptTorrent_repeatedOnTheWebSeed_getsTheFile() throws Exception {
    negotiate("Accept: application/x-bittorrent");
  }

  @Test
  void acceptEncodingTorrent_repeatedOnTheWebSeed_getsTheFile() throws Exception {
    negotiate("Accept-Encoding: torrent");
  }

  private void negotiate(String field) throws Exception {
    aria2(0, "--follow-torrent=mem", "--header=" + field, served.url(PATH));
    assertFromWebSeedAlone();
    assertThat(served.relay().heard()).filteredOn(field::equals).hasSizeGreaterThan(1);
  }

  /** A user's own choice of the torrent is no reason to break the file's download in parts. */
  @Test
  void acceptTorrent_inFourParts_getsTheFile() throws Exception {
    inFourParts("--header=Accept: application/x-bittorrent;q=0.5, */*");
  }

  @Test
  void split_fourConnections_checkedByDigest() throws Exception {
    String log = inFourParts("--header=X-Nothing: asked for");
    assertThat(log).contains("Verification finished successfully.");
  }

  private String inFourParts(String option) throws Exception {
    // Slow enough for the first connection not to have got it all before the others begin.
    String limit = "--max-overall-download-limit=12M";
    String log = aria2(0, "-x4", "-s4", "-k1M", limit, option, served.url(PATH));
    assertDownloaded();
    assertThat(served.relay().connections()).isGreaterThan(1L);
    assertThat(served.relay().heard())
        .filteredOn(line -> line.startsWith("Range: bytes="))
        .hasSizeGreaterThanOrEqualTo(3);
    return log;
  }

  /** The Digest field shows that a bit of the file was changed on its way. */
  @Test
  void bitFlippedOnTheWay_isFoundByDigest() throws Exception {
    served.relay().flipAfter(1_000_000);
    String log = aria2(CHECKSUM_ERROR, "-x1", "-s1", served.url(PATH));
    assertThat(log).contains("Checksum error detected.");
  }

  @Test
  void cut_isResumedByItself() throws Exception {
    served.relay().cutAfter(2_000_000);
    aria2(0, "-x1", "-s1", "--retry-wait=0", served.url(PATH));
    assertDownloaded();
    assertThat(served.relay().heard()).anyMatch(line -> line.startsWith("Range: bytes="));
  }
}
