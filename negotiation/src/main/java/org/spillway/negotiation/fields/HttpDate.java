package org.spillway.negotiation.fields;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.DAY_OF_WEEK;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.YEAR;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Dates in header fields (RFC 9110 §5.6.7): one form is written, three are understood. */
public final class HttpDate {
  // Names are spelled out, because those of locales depend on the JDK.
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final Map<Long, String> MONTHS =
      numbered(
          List.of(
              "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"));
  private static final Map<Long, String> SHORT_DAYS =
      numbered(DAYS.stream().map(day -> day.substring(0, 3)).toList());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private static final DateTimeFormatter IMF_FIXDATE =
      new DateTimeFormatterBuilder()
          .appendText(DAY_OF_WEEK, SHORT_DAYS)
          .appendLiteral(", ")
          .appendValue(DAY_OF_MONTH, 2)
          .appendLiteral(' ')
          .appendText(MONTH_OF_YEAR, MONTHS)
          .appendLiteral(' ')
          .appendValue(YEAR, 4)
          .appendLiteral(' ')
          .append(TIME)
          .appendLiteral(" GMT")
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter ASCTIME =
      new DateTimeFormatterBuilder()
          .appendText(DAY_OF_WEEK, SHORT_DAYS)
          .appendLiteral(' ')
          .appendText(MONTH_OF_YEAR, MONTHS)
          .appendLiteral(' ')
          .padNext(2)
          .appendValue(DAY_OF_MONTH)
          .appendLiteral(' ')
          .append(TIME)
          .appendLiteral(' ')
          .appendValue(YEAR, 4)
          .toFormatter(Locale.ROOT);

  private HttpDate() {}

  private static Map<Long, String> numbered(List<String> names) {
    var numbered = new HashMap<Long, String>();
    names.forEach(name -> numbered.put((long) numbered.size() + 1, name));
    return Map.copyOf(numbered);
  }

  /** Formats a date in whole seconds; fractions are cut off. */
  public static String format(Instant instant) {
    return IMF_FIXDATE.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** Reads a date, and returns nothing if the text is none. */
  public static Optional<Instant> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return forms(text).stream().flatMap(form -> parse(text, form).stream()).findFirst();
  }

  private static Optional<Instant> parse(String text, DateTimeFormatter form) {
    try {
      return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static List<DateTimeFormatter> forms(String text) {
    var forms = new ArrayList<>(List.of(IMF_FIXDATE, ASCTIME));
    if (text.indexOf('-') > 0) {
      forms.add(rfc850());
    }
    return forms;
  }

  /** Years of two digits are never more than 50 years ahead of now. */
  private static DateTimeFormatter rfc850() {
    return new DateTimeFormatterBuilder()
        .appendText(DAY_OF_WEEK, numbered(DAYS))
        .appendLiteral(", ")
        .appendValue(DAY_OF_MONTH, 2)
        .appendLiteral('-')
        .appendText(MONTH_OF_YEAR, MONTHS)
        .appendLiteral('-')
        .appendValueReduced(YEAR, 2, 2, Year.now(ZoneOffset.UTC).getValue() - 49)
        .appendLiteral(' ')
        .append(TIME)
        .appendLiteral(" GMT")
        .toFormatter(Locale.ROOT);
  }
}
