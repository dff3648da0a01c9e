package org.spillway.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the name of a file from the value of Content-Disposition (RFC 6266). A parameter {@code
 * filename*} (RFC 8187) counts more than {@code filename}. What comes before the last slash or
 * backslash is left out, so that no name leads into another folder.
 */
final class AttachmentName {
  /** The longest value that is looked at, in characters. */
  private static final int MAX_LENGTH = 8 * 1024;

  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*+([!#$%&'*+.^_`|~\\w-]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\"\\s]++))");

  private AttachmentName() {}

  /** Returns the name, or empty if the value has none that can be used. */
  static Optional<String> of(String value) {
    if (value.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Optional<String> plain = Optional.empty();
    Optional<String> extended = Optional.empty();
    Matcher matcher = PARAMETER.matcher(value);
    while (matcher.find()) {
      String name = matcher.group(1).toLowerCase(Locale.ROOT);
      if (name.equals("filename*") && extended.isEmpty()) {
        extended = extended(text(matcher));
      } else if (name.equals("filename") && plain.isEmpty()) {
        plain = Optional.of(utf8(text(matcher)));
      }
    }
    Optional<String> name = extended.isPresent() ? extended : plain;
    return name.map(AttachmentName::last).filter(AttachmentName::isUsable);
  }

  private static String text(Matcher matcher) {
    String quoted = matcher.group(2);
    return quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
  }

  /**
   * Reads a text as UTF-8, if it is that: fields come as ISO 8859-1, but most servers send UTF-8.
   */
  private static String utf8(String field) {
    if (field.chars().anyMatch(c -> c > 0xff)) {
      return field;
    }
    return decode(field.getBytes(ISO_8859_1), UTF_8).orElse(field);
  }

  /** Reads, for example, {@code UTF-8''na%C3%AFve.txt}. */
  private static Optional<String> extended(String value) {
    String[] parts = value.split("'", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "utf-8" -> percentDecoded(parts[2]).flatMap(bytes -> decode(bytes, UTF_8));
      case "iso-8859-1" -> percentDecoded(parts[2]).flatMap(bytes -> decode(bytes, ISO_8859_1));
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> percentDecoded(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c > 0x7e) {
        return Optional.empty();
      }
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      String digits = text.substring(at + 1, Math.min(at + 3, text.length()));
      if (!digits.matches("[0-9a-fA-F]{2}")) {
        return Optional.empty();
      }
      bytes.write(Integer.parseInt(digits, 16));
      at += 2;
    }
    return Optional.of(bytes.toByteArray());
  }

  private static Optional<String> decode(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String last(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).strip();
  }

  private static boolean isUsable(String name) {
    return !name.isBlank() && !name.equals(".") && !name.equals("..");
  }
}
