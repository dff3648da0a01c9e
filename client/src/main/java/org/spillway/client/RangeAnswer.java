package org.spillway.client;

import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spillway.client.http.ServerResponse;

/** Reads what a server answers to a request for a range of a file (RFC 9110 §14). */
final class RangeAnswer {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private RangeAnswer() {}

  /**
   * Returns whether the body begins at the offset that was asked for, or else at the file's
   * beginning, because the server does not send ranges.
   *
   * @param start the offset that was asked for, in bytes
   * @param length the length that the file must have, in bytes
   * @throws UselessSeedException if this is not the file
   * @throws IOException if another request may be answered better
   */
  static boolean isRange(ServerResponse response, long start, long length) throws IOException {
    int status = response.status();
    if (status == 206) {
      requireRange(response.field("Content-Range").orElse(""), start, length);
      return true;
    }
    if (status == 200) {
      requireLength(response.length().orElse(length), length);
      return false;
    }
    if (status == 429 || status == 503) {
      throw new BusyServerException(status, response.retryAfter(Instant.now()));
    }
    if (status >= 400 && status < 500 && status != 408) {
      throw new UselessSeedException("HTTP " + status);
    }
    throw new IOException("HTTP " + status);
  }

  private static void requireRange(String contentRange, long start, long length)
      throws UselessSeedException {
    Matcher matcher = CONTENT_RANGE.matcher(contentRange);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != start) {
      throw new UselessSeedException("sent another range than requested: " + contentRange);
    }
    if (!matcher.group(3).equals("*")) {
      requireLength(Long.parseLong(matcher.group(3)), length);
    }
  }

  private static void requireLength(long found, long length) throws UselessSeedException {
    if (found != length) {
      throw new UselessSeedException(
          "its file has %d bytes instead of %d".formatted(found, length));
    }
  }
}
