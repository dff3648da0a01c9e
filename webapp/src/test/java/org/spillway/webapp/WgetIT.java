package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;

/** wget and wget2 download, resume, keep names and ask for what is newer. */
class WgetIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String PATH = "/pub/wget.bin";
  private static final String ODD = "/pub/a b+ü;#&=?.bin";
  private static final byte[] CONTENT = TestSite.bytes(5, 3_000_000);
  private static final byte[] CHANGED = TestSite.bytes(6, 3_000_000);

  @TempDir private static Path folder;

  private static ServedSite served;

  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    served = ServedSite.start(folder);
    served.site().offer(ODD, CONTENT);
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
  }

  @BeforeEach
  void offer() throws Exception {
    served.site().offer(PATH, CONTENT);
    TestSite.torrent(served.url(PATH));
    served.relay().forget();
  }

  private String wget(String... arguments) throws Exception {
    return run("wget", arguments);
  }

  private String wget2(String... arguments) throws Exception {
    return run("wget2", arguments);
  }

  /**
   * Runs in a home of its own, where both keep what they know of hosts, and in the target folder:
   * wget2 1.99 forgets its option for that when the name comes with the answer.
   */
  private String run(String program, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("env", "-C", target.toString(), program));
    command.addAll(List.of("--no-config", "--no-proxy", "--no-hsts", "--waitretry=0"));
    command.addAll(List.of(arguments));
    var environment = Map.of("HOME", folder.toString(), "LC_ALL", "C.UTF-8");
    return Program.run(0, MOST, environment, command);
  }

  private byte[] read(String name) throws Exception {
    return Files.readAllBytes(target.resolve(name));
  }

  @Test
  void wget_oddName_becomesTheNameOfTheFile() throws Exception {
    wget(served.url(ODD));
    assertThat(read("a b+ü;#&=?.bin")).isEqualTo(CONTENT);
  }

  @Test
  void wget2_oddName_becomesTheNameOfTheFile() throws Exception {
    wget2(served.url(ODD));
    assertThat(read("a b+ü;#&=?.bin")).isEqualTo(CONTENT);
  }

  @Test
  void wget_contentDisposition_hasTheWholeName() throws Exception {
    wget("--content-disposition", served.url(ODD) + "?torrent");
    assertThat(Metainfo.parse(read("a b+ü;#&=?.bin.torrent")))
        .isEqualTo(TestSite.torrent(served.url(ODD)));
  }

  /** wget2 1.99 takes the name for old clients. */
  @Test
  void wget2_contentDisposition_hasTheNameInAscii() throws Exception {
    wget2("--content-disposition", served.url(ODD) + "?torrent");
    assertThat(Metainfo.parse(read("a b+_;#&=?.bin.torrent")))
        .isEqualTo(TestSite.torrent(served.url(ODD)));
  }

  @Test
  void wget_cut_resumesByItself() throws Exception {
    served.relay().cutAfter(1_000_000);
    wget(served.url(PATH));
    assertThat(read("wget.bin")).isEqualTo(CONTENT);
    assertThat(served.relay().heard()).anyMatch(line -> line.startsWith("Range: bytes="));
  }

  @Test
  void continue_partOfTheFile_fetchesTheRest() throws Exception {
    assertContinues("wget");
  }

  @Test
  void continue2_partOfTheFile_fetchesTheRest() throws Exception {
    assertContinues("wget2");
  }

  private void assertContinues(String program) throws Exception {
    byte[] part = Arrays.copyOf(CONTENT, 1_234_567);
    Files.write(target.resolve("wget.bin"), part);
    run(program, "-c", served.url(PATH));
    assertThat(read("wget.bin")).isEqualTo(CONTENT);
    assertThat(served.relay().heard()).contains("Range: bytes=1234567-");
    // All is there: 416 for wget, and both are content with it.
    run(program, "-c", served.url(PATH));
    assertThat(read("wget.bin")).isEqualTo(CONTENT);
    assertThat(served.relay().passed()).isLessThan(CONTENT.length - part.length + 8192);
  }

  @Test
  void timestamping_bytesComeOnlyWhenTheFileIsNewer() throws Exception {
    assertTimestamping("wget", "-N");
  }

  /** wget did this before 1.17: HEAD, then GET if that seemed worth it. */
  @Test
  void timestamping_byHead_bytesComeOnlyWhenTheFileIsNewer() throws Exception {
    assertTimestamping("wget", "-N", "--no-if-modified-since");
  }

  @Test
  void timestamping2_bytesComeOnlyWhenTheFileIsNewer() throws Exception {
    assertTimestamping("wget2", "-N");
  }

  private void assertTimestamping(String program, String... options) throws Exception {
    var arguments = new ArrayList<>(List.of(options));
    arguments.add(served.url(PATH));
    String[] command = arguments.toArray(String[]::new);
    run(program, command);
    assertThat(served.relay().passed()).isGreaterThan(CONTENT.length);
    served.relay().forget();
    run(program, command);
    assertThat(served.relay().passed()).isLessThan(4096);
    served.site().offer(PATH, CHANGED);
    Files.setLastModifiedTime(target.resolve("wget.bin"), FileTime.from(Instant.EPOCH));
    run(program, command);
    assertThat(read("wget.bin")).isEqualTo(CHANGED);
  }

  @Test
  void wget2_chunks_comeInParallel() throws Exception {
    wget2("--chunk-size=1M", "--max-threads=3", served.url(PATH));
    assertThat(read("wget.bin")).isEqualTo(CONTENT);
    assertThat(served.relay().heard())
        .contains("Range: bytes=0-1048575", "Range: bytes=1048576-2097151");
  }
}
