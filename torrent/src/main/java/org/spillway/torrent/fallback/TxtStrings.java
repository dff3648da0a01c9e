package org.spillway.torrent.fallback;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Converts text to the strings of a TXT record, and bytes to such text. */
public final class TxtStrings {
  private static final int MAX_STRING = 255;

  private TxtStrings() {}

  static List<String> strings(byte[] bytes) {
    return strings(Base64.getEncoder().encodeToString(bytes));
  }

  /** Splits text into strings of 255 characters; the last one may be shorter. */
  public static List<String> strings(String text) {
    List<String> strings = new ArrayList<>();
    for (int at = 0; at < text.length(); at += MAX_STRING) {
      strings.add(text.substring(at, Math.min(at + MAX_STRING, text.length())));
    }
    return List.copyOf(strings);
  }

  /**
   * Decodes base64.
   *
   * @return empty if the text is not base64
   */
  public static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text.getBytes(US_ASCII)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
