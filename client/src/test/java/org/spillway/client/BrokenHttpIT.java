package org.spillway.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.DownloadException.Reason;

/** Servers that break HTTP, or use it in rare ways: no wrong file is ever saved. */
class BrokenHttpIT extends DownloaderTestBase {
  private static final String CUT_CHUNKS =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n%s\r\n5\r\nhello\r\n";
  private static final String WHOLE = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhelloWORLD";

  @BeforeEach
  void doNotAskAgain() {
    settings =
        settings
            .withDns(settings.dns().withTrust(DnsPolicy.Trust.NONE))
            .withRequests(settings.requests().withRetries(0));
  }

  private void askAgain() {
    settings = settings.withRequests(settings.requests().withRetries(2));
  }

  private static String part(String range, String fields, String body) {
    return "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %s\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(range, fields, body.length(), body);
  }

  private void assertSaved(String content, String... script) throws Exception {
    askAgain();
    try (var server = new ScriptedServer(script)) {
      get(server.url());
      assertThat(target).hasBinaryContent(content.getBytes(ISO_8859_1));
      assertThat(server.requests()).hasSize(script.length);
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.part*");
  }

  private void assertNothingSaved(String answer) throws Exception {
    try (var server = new ScriptedServer(answer)) {
      assertThat(failure(server.url()).reason()).isEqualTo(Reason.UNREACHABLE);
    }
    assertThat(target).doesNotExist();
  }

  /** The chunks count, or nothing does (RFC 9112 §6.3). */
  @Test
  void get_lengthBesideChunks() throws Exception {
    String both = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertSaved("hello", both + "5\r\nhello\r\n0\r\n\r\n");
  }

  /** One try is one request, even if a part has come. */
  @Test
  void get_withoutRetries_asksOnce() throws Exception {
    try (var server = new ScriptedServer(CUT_CHUNKS.formatted("ETag: \"1\"\r\n"))) {
      assertThat(failure(server.url()).reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void get_interimResponsesArePassedOver() throws Exception {
    assertSaved(
        "helloWORLD",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
            + WHOLE);
  }

  @Test
  void get_bodyUntilTheConnectionEnds() throws Exception {
    assertSaved("hello", "HTTP/1.0 200 OK\r\n\r\nhello");
  }

  @Test
  void get_emptyFile() throws Exception {
    assertSaved("", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\nhello",
        "Content-Length: 9\r\n\r\nhello",
        "Content-Length: 5\r\nContent-Length: 4\r\n\r\nhello",
      })
  void get_brokenBody_savesNothing(String rest) throws Exception {
    assertNothingSaved("HTTP/1.1 200 OK\r\n" + rest);
  }

  @Test
  void get_partThatNobodyAskedFor_savesNothing() throws Exception {
    assertNothingSaved(part("0-4/10", "", "hello"));
  }

  /** Nothing proves that these two are of one version. */
  @Test
  void get_restWithoutValidator_startsOver() throws Exception {
    assertSaved("helloWORLD", CUT_CHUNKS.formatted(""), part("5-9/10", "", "world"), WHOLE);
  }

  @Test
  void get_restOfOtherVersion_startsOver() throws Exception {
    String first = CUT_CHUNKS.formatted("ETag: \"1\"\r\n");
    assertSaved("helloWORLD", first, part("5-9/10", "ETag: \"2\"\r\n", "world"), WHOLE);
    assertThat(progress.notes()).anyMatch(note -> note.contains("has changed"));
  }

  @Test
  void get_restWithOtherStart_startsOver() throws Exception {
    String first = CUT_CHUNKS.formatted("ETag: \"1\"\r\n");
    assertSaved("helloWORLD", first, part("4-9/10", "ETag: \"1\"\r\n", "oworld"), WHOLE);
  }

  @Test
  void get_restWithOtherTotal_startsOver() throws Exception {
    String first = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 10\r\n\r\nhello";
    assertSaved("helloWORLD", first, part("5-10/11", "ETag: \"1\"\r\n", "world!"), WHOLE);
  }

  /** The range says how long the file is, which its first response did not. */
  @Test
  void get_shortRestOfFileOfUnknownLength_isCompleted() throws Exception {
    assertSaved(
        "helloworld",
        CUT_CHUNKS.formatted("ETag: \"1\"\r\n"),
        part("5-7/10", "ETag: \"1\"\r\n", "wor"),
        part("8-9/10", "ETag: \"1\"\r\n", "ld"));
  }

  @Test
  void get_restThatDoesNotSayWhereTheFileEnds_startsOver() throws Exception {
    String first = CUT_CHUNKS.formatted("ETag: \"1\"\r\n");
    assertSaved("helloWORLD", first, part("5-7/*", "ETag: \"1\"\r\n", "wor"), WHOLE);
  }

  @Test
  void get_headerThatIsTooLong_savesNothing() throws Exception {
    String field = "X-Long: " + "x".repeat(70_000) + "\r\n";
    assertNothingSaved("HTTP/1.1 200 OK\r\n" + field + "Content-Length: 5\r\n\r\nhello");
  }
}
