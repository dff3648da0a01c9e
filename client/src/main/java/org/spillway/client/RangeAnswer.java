package org.spillway.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  static boolean isRange(HttpResponse<?> response, long start, long length) throws IOException {
    int status = response.statusCode();
    if (status == 206) {
      requireRange(response.headers().firstValue("Content-Range").orElse(""), start, length);
      return true;
    }
    if (status == 200) {
      requireLength(response.headers().firstValueAsLong("Content-Length").orElse(length), length);
      return false;
    }
    if (status >= 400 && status < 500) {
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
