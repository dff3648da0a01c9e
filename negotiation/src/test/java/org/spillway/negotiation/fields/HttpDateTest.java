package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  /** The example of RFC 9110 §5.6.7, in its three forms. */
  private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

  @Test
  void format_example() {
    assertThat(HttpDate.format(EXAMPLE.plusMillis(999))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void parse_example(String text) {
    assertThat(HttpDate.parse(text)).contains(EXAMPLE);
  }

  @Test
  void parse_asctimeTwoDigitDay() {
    assertThat(HttpDate.parse("Wed Nov 16 08:49:37 1994"))
        .contains(Instant.parse("1994-11-16T08:49:37Z"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-49, -10, 0, 10, 50})
  void parse_twoDigitYear(int fromNow) {
    var date = LocalDateTime.of(Year.now(ZoneOffset.UTC).getValue() + fromNow, 6, 15, 1, 2, 3);
    String day = date.getDayOfWeek().toString();
    String text =
        "%s%s, 15-Jun-%02d 01:02:03 GMT"
            .formatted(
                day.charAt(0),
                day.substring(1).toLowerCase(java.util.Locale.ROOT),
                date.getYear() % 100);
    assertThat(HttpDate.parse(text)).contains(date.toInstant(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "-",
        "0"
      })
  void parse_notADate(String text) {
    assertThat(HttpDate.parse(text)).isEmpty();
  }

  @Test
  void parse_formatted() {
    long seed = 20240229;
    System.out.println("HttpDateTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      var date = Instant.ofEpochSecond(random.nextLong(0, 253402300800L));
      assertThat(HttpDate.parse(HttpDate.format(date)))
          .contains(date.truncatedTo(ChronoUnit.SECONDS));
    }
  }
}
