package org.spillway.negotiation.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.answers.Preconditions.Outcome.FAILED;
import static org.spillway.negotiation.answers.Preconditions.Outcome.NOT_MODIFIED;
import static org.spillway.negotiation.answers.Preconditions.Outcome.PROCEED;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.negotiation.fields.FakeRequest;

class PreconditionsTest {
  private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String BEFORE = "Fri, 02 Jan 2026 03:04:04 GMT";
  private static final String SAME = "Fri, 02 Jan 2026 03:04:05 GMT";
  private static final String AFTER = "Fri, 02 Jan 2026 03:04:06 GMT";
  private static final Validators VALIDATORS = Validators.of("\"a\"", MODIFIED);

  /**
   * Fields that are absent are empty; B, S and A stand for dates before, at and after the file's.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // If-Match | If-Unmodified-Since | If-None-Match | If-Modified-Since
        "- | - | - | - | PROCEED",
        "\"a\" | - | - | - | PROCEED",
        "* | - | - | - | PROCEED",
        "\"b\" | - | - | - | FAILED",
        "W/\"a\" | - | - | - | FAILED",
        "garbage | - | - | - | FAILED",
        "- | B | - | - | FAILED",
        "- | S | - | - | PROCEED",
        "- | A | - | - | PROCEED",
        "- | garbage | - | - | PROCEED",
        // If-Match beats If-Unmodified-Since
        "\"a\" | B | - | - | PROCEED",
        "\"b\" | A | - | - | FAILED",
        "- | - | \"a\" | - | NOT_MODIFIED",
        "- | - | W/\"a\" | - | NOT_MODIFIED",
        "- | - | * | - | NOT_MODIFIED",
        "- | - | \"b\" | - | PROCEED",
        "- | - | \"b\", \"a\" | - | NOT_MODIFIED",
        "- | - | garbage | - | PROCEED",
        "- | - | - | B | PROCEED",
        "- | - | - | S | NOT_MODIFIED",
        "- | - | - | A | NOT_MODIFIED",
        "- | - | - | garbage | PROCEED",
        // If-None-Match beats If-Modified-Since
        "- | - | \"b\" | A | PROCEED",
        "- | - | \"a\" | B | NOT_MODIFIED",
        // 412 comes before 304
        "\"b\" | - | \"a\" | - | FAILED",
        "\"a\" | - | \"a\" | - | NOT_MODIFIED",
        "- | B | \"a\" | S | FAILED",
      })
  void evaluate_order(
      String ifMatch,
      String ifUnmodifiedSince,
      String ifNoneMatch,
      String ifModifiedSince,
      Preconditions.Outcome expected) {
    var request = FakeRequest.get("/a");
    request = with(request, "If-Match", ifMatch);
    request = with(request, "If-Unmodified-Since", ifUnmodifiedSince);
    request = with(request, "If-None-Match", ifNoneMatch);
    request = with(request, "If-Modified-Since", ifModifiedSince);
    assertThat(Preconditions.evaluate(request, VALIDATORS)).isEqualTo(expected);
  }

  private static FakeRequest with(FakeRequest request, String name, String value) {
    return value == null ? request : request.with(name, date(value));
  }

  private static String date(String value) {
    return switch (value) {
      case "B" -> BEFORE;
      case "S" -> SAME;
      case "A" -> AFTER;
      default -> value;
    };
  }

  @Test
  void evaluate_withoutDate() {
    var undated = Validators.of("\"a\"");
    var request = FakeRequest.get("/a");
    assertThat(Preconditions.evaluate(request.with("If-Modified-Since", AFTER), undated))
        .isEqualTo(PROCEED);
    assertThat(Preconditions.evaluate(request.with("If-Unmodified-Since", BEFORE), undated))
        .isEqualTo(PROCEED);
    assertThat(Preconditions.evaluate(request.with("If-None-Match", "\"a\""), undated))
        .isEqualTo(NOT_MODIFIED);
    assertThat(Preconditions.evaluate(request.with("If-Match", "\"b\""), undated))
        .isEqualTo(FAILED);
    assertThat(Preconditions.allowRange(request.with("If-Range", SAME), undated)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | true",
        "\"a\" | true",
        "W/\"a\" | false",
        "\"b\" | false",
        "* | false",
        "\"b\", \"a\" | false",
        "S | true",
        "B | false",
        "A | false",
        "garbage | false",
      })
  void allowRange_ifRange(String ifRange, boolean expected) {
    var request = FakeRequest.get("/a").with("If-Range", date(ifRange));
    assertThat(Preconditions.allowRange(request, VALIDATORS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2026-01-02T03:04:05.999Z, false", "2026-01-02T03:04:06Z, true"})
  void allowRange_dateOfASecondThatIsNotOver(Instant now, boolean expected) {
    var request = FakeRequest.get("/a").with("If-Range", SAME);
    assertThat(Preconditions.allowRange(request, VALIDATORS, now)).isEqualTo(expected);
    var byTag = FakeRequest.get("/a").with("If-Range", "\"a\"");
    assertThat(Preconditions.allowRange(byTag, VALIDATORS, now)).isTrue();
  }

  @Test
  void lastModified_inTheFuture() {
    var tomorrow = Instant.now().plusSeconds(86_400);
    assertThat(Validators.of("\"a\"", tomorrow).lastModified().orElseThrow())
        .isBefore(tomorrow.minusSeconds(3600));
  }
}
