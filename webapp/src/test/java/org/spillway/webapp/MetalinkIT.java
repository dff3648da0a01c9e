package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.SiteConfig;

/**
 * aria2 and wget2 download, check and repair a file by its Metalink document, from a server that
 * sends plain requests to its mirror and from one that does not.
 */
class MetalinkIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String NAME = "meta link.bin";
  private static final String PATH = "/pub/" + NAME;
  private static final String GET = "GET /pub/meta%20link.bin HTTP/1.1";
  private static final String GET_DOCUMENT = "GET /pub/meta%20link.bin?meta4 HTTP/1.1";
  private static final byte[] CONTENT = TestSite.bytes(8, 8_000_000);
  private static final int PIECE = 256 * 1024;

  /** The positions of bytes in four of the 31 pieces, the first and the last among them. */
  private static final int[] FLIPPED = {5, 2_000_000, 5_000_000, 7_999_999};

  @TempDir private static Path folder;

  private static ServedSite served;
  private static ServedSite mirror;
  private static ServedSite redirecting;

  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    served = start("served", Map.of());
    mirror = start("mirror", Map.of());
    redirecting =
        start(
            "redirecting",
            Map.of(
                SiteConfig.MIRRORS, mirror.base() + " pri=1 geo=de",
                NegotiationConfig.REDIRECT, "true",
                NegotiationConfig.METALINK, "true"));
  }

  private static ServedSite start(String name, Map<Key<?>, String> keys) throws Exception {
    var site = ServedSite.start(Files.createDirectory(folder.resolve(name)), keys);
    site.site().offer(PATH, CONTENT);
    TestSite.torrent(site.url(PATH));
    return site;
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    mirror.close();
    redirecting.close();
  }

  @BeforeEach
  void forget() {
    served.relay().forget();
    mirror.relay().forget();
    redirecting.relay().forget();
  }

  private String aria2(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("aria2c", "--no-conf", "--no-proxy=*"));
    command.addAll(List.of("--enable-dht=false", "--bt-enable-lpd=false", "--seed-time=0"));
    command.addAll(List.of("--file-allocation=none", "--follow-metalink=mem"));
    command.add("--dir=" + target);
    command.addAll(List.of(arguments));
    return Program.run(0, MOST, Map.of(), command);
  }

  /** Runs it in a home of its own, where it keeps what it knows of hosts. */
  private String wget2(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("env", "-C", target.toString(), "wget2"));
    command.addAll(List.of("--no-config", "--no-proxy", "--no-hsts", "--waitretry=0"));
    command.addAll(List.of(arguments));
    var environment = Map.of("HOME", folder.toString(), "LC_ALL", "C.UTF-8");
    return Program.run(0, MOST, environment, command);
  }

  private void damage() throws Exception {
    byte[] damaged = CONTENT.clone();
    for (int at : FLIPPED) {
      damaged[at] ^= 1;
    }
    Files.write(target.resolve(NAME), damaged);
  }

  private void assertDownloaded() throws Exception {
    assertThat(Files.readAllBytes(target.resolve(NAME))).isEqualTo(CONTENT);
  }

  /** The bad pieces came, and no other byte of the file. */
  private void assertRepaired() throws Exception {
    assertDownloaded();
    assertThat(ranges(served))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.of(FLIPPED).mapToObj(MetalinkIT::rangeOfPiece).toList());
    assertThat(served.relay().passed()).isLessThan(4L * PIECE + 20_000);
  }

  private static String rangeOfPiece(int at) {
    int first = at / PIECE * PIECE;
    return "Range: bytes=%d-%d".formatted(first, Math.min(first + PIECE, CONTENT.length) - 1);
  }

  private static List<String> ranges(ServedSite site) {
    return site.relay().heard().stream().filter(line -> line.startsWith("Range: ")).toList();
  }

  @Test
  void aria2_flippedBytes_fetchesTheirPiecesAlone() throws Exception {
    damage();
    aria2("--check-integrity=true", "--allow-overwrite=true", served.url(PATH) + "?meta4");
    assertRepaired();
  }

  @Test
  void wget2_flippedBytes_fetchesTheirPiecesAlone() throws Exception {
    damage();
    wget2(served.url(PATH) + "?meta4");
    assertRepaired();
  }

  /** wget2 reads Link fields with a redirect only. */
  @Test
  void wget2_redirect_followsTheDocument() throws Exception {
    String output = wget2(redirecting.url(PATH));
    assertDownloaded();
    assertThat(output).contains("Checksum OK for '" + NAME + "'");
    assertThat(redirecting.relay().heard()).contains(GET, GET_DOCUMENT);
    // From which place each piece comes is left to chance before wget2 2.2.1.
    assertThat(Stream.of(mirror, redirecting).flatMap(site -> ranges(site).stream()))
        .hasSize(31)
        .contains(rangeOfPiece(0));
  }

  @Test
  void wget2_accept_getsTheDocumentAndThenTheFile() throws Exception {
    String output = wget2("--header=Accept: application/metalink4+xml", redirecting.url(PATH));
    assertDownloaded();
    assertThat(output).contains("Checksum OK for '" + NAME + "'");
    assertThat(redirecting.relay().heard()).contains(GET).doesNotContain(GET_DOCUMENT);
  }

  /** It names the document's type with every first request. */
  @Test
  void aria2_acceptsTheDocumentByItself() throws Exception {
    aria2(redirecting.url(PATH));
    assertDownloaded();
    assertThat(redirecting.relay().heard())
        .contains(GET, "Accept: */*,application/metalink4+xml,application/metalink+xml");
  }

  @Test
  void curl_redirect_getsTheFileFromTheMirror() throws Exception {
    String file = target.resolve(NAME).toString();
    Program.run(0, MOST, Map.of(), List.of("curl", "-sSfL", "-o", file, redirecting.url(PATH)));
    assertDownloaded();
    assertThat(mirror.relay().heard()).contains(GET);
    assertThat(redirecting.relay().passed()).isLessThan(5_000L);
  }
}
