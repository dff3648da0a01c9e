package org.spillway.webapp;

import static java.util.Arrays.copyOfRange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

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
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PercentEncoding;

/** curl downloads, resumes, asks for parts and asks whether there is something new. */
class CurlIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String PATH = "/pub/curl.bin";
  private static final String ODD = "/pub/a b%25+ü;#&=?.bin";
  private static final byte[] CONTENT = TestSite.bytes(1, 3_000_000);
  private static final byte[] CHANGED = TestSite.bytes(2, 3_000_000);

  /** curl's exit codes. */
  private static final int PARTIAL_FILE = 18;

  private static final int HTTP_ERROR = 22;
  private static final int RANGE_ERROR = 33;

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
    // Hashed before the test: a tag given earlier would be another one.
    TestSite.torrent(served.url(PATH));
    served.relay().forget();
  }

  /** What {@code --write-out} says: by default the status and the media type. */
  private String curl(int exit, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("curl", "-q", "-sS", "--noproxy", "*"));
    command.addAll(List.of("-w", "%{http_code} %{content_type} %{size_download}"));
    command.addAll(List.of(arguments));
    return Program.run(exit, MOST, Map.of(), command);
  }

  private String out(String name) {
    return target.resolve(name).toString();
  }

  private byte[] read(String name) throws Exception {
    return Files.readAllBytes(target.resolve(name));
  }

  @Test
  void plain_oddName_howeverItIsEncoded() throws Exception {
    String fully = served.base() + "/pub/" + PercentEncoding.component(ODD.substring(5));
    for (String url : List.of(served.url(ODD), fully)) {
      assertThat(curl(0, "-o", out("odd"), url)).startsWith("200 application/octet-stream");
      assertThat(read("odd")).isEqualTo(CONTENT);
    }
  }

  @Test
  void compressed_isTheFile_inACodingThatCurlKnows() throws Exception {
    assertThat(curl(0, "--compressed", "-o", out("file"), served.url(PATH))).startsWith("200 ");
    assertThat(served.relay().heard()).anyMatch(line -> line.startsWith("Accept-Encoding: "));
    assertThat(read("file")).isEqualTo(CONTENT);
  }

  /** curl fails on codings it does not know: the torrent must not come as one. */
  @Test
  void compressed_torrentAskedForAsCoding_isTheTorrent() throws Exception {
    String said =
        curl(
            0,
            "--compressed",
            "-H",
            "Accept-Encoding: gzip, torrent",
            "-o",
            out("torrent"),
            served.url(PATH));
    assertThat(said).startsWith("200 " + Metainfo.MEDIA_TYPE);
    assertThat(Metainfo.parse(read("torrent"))).isEqualTo(TestSite.torrent(served.url(PATH)));
  }

  @Test
  void resume_afterACut_fetchesTheRest() throws Exception {
    downloadUntilCut();
    long had = Files.size(target.resolve("file"));
    served.relay().forget();
    assertThat(curl(0, "-C", "-", "-o", out("file"), served.url(PATH))).startsWith("206 ");
    assertThat(served.relay().heard()).contains("Range: bytes=" + had + "-");
    assertThat(served.relay().passed()).isLessThan(CONTENT.length - had + 4096);
    assertThat(read("file")).isEqualTo(CONTENT);
    // There is nothing left to resume: 416, and curl is content with it.
    assertThat(curl(0, "-C", "-", "-o", out("file"), served.url(PATH))).startsWith("416 ");
    assertThat(read("file")).isEqualTo(CONTENT);
  }

  @Test
  void resume_fileChangedMeanwhile_nothingIsMixed() throws Exception {
    String etag = downloadUntilCut();
    byte[] had = read("file");
    served.site().offer(PATH, CHANGED);
    resume(RANGE_ERROR, "If-Range: " + etag);
    assertThat(read("file")).isEqualTo(had);
    resume(HTTP_ERROR, "If-Match: " + etag);
    assertThat(read("file")).isEqualTo(had);
    served.site().offer(PATH, CONTENT);
    TestSite.torrent(served.url(PATH));
    resume(0, "If-Range: " + etag);
    assertThat(read("file")).isEqualTo(CONTENT);
  }

  private void resume(int exit, String condition) throws Exception {
    curl(exit, "-f", "-C", "-", "-H", condition, "-o", out("file"), served.url(PATH));
  }

  private String downloadUntilCut() throws Exception {
    served.relay().cutAfter(1_000_000);
    curl(PARTIAL_FILE, "--etag-save", out("etag"), "-o", out("file"), served.url(PATH));
    assertThat(Files.size(target.resolve("file"))).isBetween(1L, 1_000_000L);
    return Files.readString(target.resolve("etag")).strip();
  }

  @Test
  void range_singleAndSuffix() throws Exception {
    assertThat(curl(0, "-r", "1000-1999", "-o", out("part"), served.url(PATH)))
        .isEqualTo("206 application/octet-stream 1000");
    assertThat(read("part")).isEqualTo(copyOfRange(CONTENT, 1000, 2000));
    curl(0, "-r", "-500", "-o", out("part"), served.url(PATH));
    assertThat(read("part")).isEqualTo(copyOfRange(CONTENT, CONTENT.length - 500, CONTENT.length));
    assertThat(curl(0, "-r", "3000000-", "-o", out("part"), served.url(PATH))).startsWith("416 ");
  }

  @Test
  void range_several_comeAsParts() throws Exception {
    String said = curl(0, "-r", "0-9,2000-2099,-7", "-o", out("parts"), served.url(PATH));
    assertThat(said).startsWith("206 multipart/byteranges;");
    String type = said.substring("206 ".length(), said.lastIndexOf(' '));
    assertThat(Multipart.parse(type, read("parts")))
        .containsExactly(
            entry("bytes 0-9/3000000", copyOfRange(CONTENT, 0, 10)),
            entry("bytes 2000-2099/3000000", copyOfRange(CONTENT, 2000, 2100)),
            entry("bytes 2999993-2999999/3000000", copyOfRange(CONTENT, 2_999_993, 3_000_000)));
  }

  @Test
  void etagCompare_bytesComeOnlyWhenTheFileIsAnother() throws Exception {
    String[] conditional = {
      "--etag-save", out("etag"), "--etag-compare", out("etag"), "-o", out("new"), served.url(PATH)
    };
    assertThat(curl(0, conditional)).startsWith("200 ");
    assertThat(curl(0, conditional)).startsWith("304 ").endsWith(" 0");
    served.site().offer(PATH, CHANGED);
    assertThat(curl(0, conditional)).startsWith("200 ");
    assertThat(read("new")).isEqualTo(CHANGED);
  }

  @Test
  void timeCompare_bytesComeOnlyWhenTheFileIsNewer() throws Exception {
    curl(0, "-R", "-o", out("file"), served.url(PATH));
    assertThat(curl(0, "-z", out("file"), "-o", out("newer"), served.url(PATH)))
        .startsWith("304 ")
        .endsWith(" 0");
    assertThat(target.resolve("newer")).doesNotExist();
    curl(0, "-z", "1999-12-31", "-o", out("newer"), served.url(PATH));
    assertThat(read("newer")).isEqualTo(CONTENT);
  }
}
