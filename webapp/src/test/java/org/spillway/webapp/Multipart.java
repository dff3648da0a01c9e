package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A body of multipart/byteranges, read as RFC 9110 §14.6 and RFC 2046 §5.1 write it. */
final class Multipart {
  private static final Pattern CONTENT_RANGE = Pattern.compile("(?i)\r\nContent-Range: ([^\r]*)");

  private Multipart() {}

  /**
   * @return the bytes of each part by its Content-Range, in their order
   * @throws AssertionError if the body is not whole
   */
  static Map<String, byte[]> parse(String contentType, byte[] body) {
    var boundary = Pattern.compile("boundary=([^;\"]+)").matcher(contentType);
    if (!contentType.startsWith("multipart/byteranges;") || !boundary.find()) {
      throw new AssertionError("not multipart/byteranges: " + contentType);
    }
    String delimiter = "\r\n--" + boundary.group(1);
    String text = "\r\n" + new String(body, ISO_8859_1);
    int end = text.indexOf(delimiter + "--");
    String[] parts = text.substring(0, end).split(Pattern.quote(delimiter), -1);
    Map<String, byte[]> byRange = new LinkedHashMap<>();
    // What stands before the first delimiter is no part.
    for (int i = 1; i < parts.length; i++) {
      int headEnd = parts[i].indexOf("\r\n\r\n");
      var range = CONTENT_RANGE.matcher(parts[i].substring(0, headEnd));
      if (!range.find()) {
        throw new AssertionError("a part without a range: " + parts[i].substring(0, headEnd));
      }
      byRange.put(range.group(1), parts[i].substring(headEnd + 4).getBytes(ISO_8859_1));
    }
    return byRange;
  }
}
