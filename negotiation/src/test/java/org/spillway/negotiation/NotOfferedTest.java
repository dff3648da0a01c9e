package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.SmallSite.field;
import static org.spillway.negotiation.SmallSite.text;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Cors;
import org.spillway.negotiation.fields.FakeRequest;

/** Paths where neither a file nor a folder is shown. */
class NotOfferedTest {
  private static final String VARY = "Accept, Accept-Encoding";

  @TempDir private Path folder;
  private SmallSite site;

  @BeforeEach
  void open() throws IOException {
    site = new SmallSite(folder, NegotiationSettings.DEFAULT.withIndex(true));
    site.file("/pub/closed.iso", "secret");
    site.permit("/pub/closed.iso", "rw-r-----");
    site.file("/locked/a.iso", "secret");
    site.permit("/locked", "rwxr-x---");
  }

  @AfterEach
  void close() {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/none, 404, there is no such file",
    "/pub/none.iso, 404, there is no such file",
    "/pub/closed.iso, 403, this path is not public",
    "/locked, 403, this path is not public",
    "/locked/a.iso, 403, this path is not public",
    "/locked/none, 403, this path is not public",
  })
  void get_couldBeAFile(String path, int status, String reason) {
    var answer = site.missing(FakeRequest.get(path));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(text(answer)).isEqualTo(reason + "\n");
    assertThat(field(answer, "Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(field(answer, "X-Content-Type-Options")).contains("nosniff");
    assertThat(field(answer, "Vary")).contains(VARY);
    var head = site.missing(FakeRequest.get(path).withMethod("HEAD"));
    assertThat(head.status()).isEqualTo(status);
    assertThat(head.fields()).isEqualTo(answer.fields());
  }

  @ParameterizedTest
  @CsvSource({"/none/, 404", "/locked/, 403", "/seed/none, 404", "/seed/pub/, 404", "/seed/, 404"})
  void get_noFile(String path, int status) {
    var answer = site.missing(FakeRequest.get(path));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(field(answer, "Vary")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PROPFIND", "TRACE", "X"})
  void otherMethods(String method) {
    for (String path : new String[] {"/none", "/pub/", "/pub", "/pub/closed.iso"}) {
      var answer = site.missing(FakeRequest.get(path).withMethod(method));
      assertThat(answer.status()).isEqualTo(405);
      assertThat(field(answer, "Allow")).contains("GET, HEAD, OPTIONS");
    }
  }

  @Test
  void options() {
    var answer = site.missing(FakeRequest.get("/pub/").withMethod("OPTIONS"));
    assertThat(answer).isEqualTo(Answer.options());
  }

  /** What is in a folder may be read by scripts, as files may. */
  @Test
  void options_preflight() {
    for (String path : new String[] {"/pub/", "/none"}) {
      var request = FakeRequest.get(path).withMethod("OPTIONS");
      assertThat(site.missing(request.with("Access-Control-Request-Method", "GET")))
          .isEqualTo(Cors.preflight());
    }
  }

  @Test
  void get_couldBeAFile_thatWouldNotNegotiate(@TempDir Path other) throws IOException {
    var off = NegotiationSettings.DEFAULT.withMode(NegotiationMode.OFF);
    try (var silent = new SmallSite(other, off)) {
      assertThat(field(silent.missing(FakeRequest.get("/none")), "Vary")).isEmpty();
    }
  }
}
