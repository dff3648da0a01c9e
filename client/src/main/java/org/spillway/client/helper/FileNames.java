package org.spillway.client.helper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spillway.client.Downloader;

/** Makes names for files whose names come from outside. */
final class FileNames {
  /**
   * The most bytes of UTF-8: file systems allow 255, and {@code .part.etag} and a number are added.
   */
  private static final int MAX_LENGTH = 200;

  private static final int MAX_NUMBER = 1000;

  /**
   * Separators, the characters that Windows forbids, control characters, and those that turn the
   * direction of writing, which make {@code gpj.exe} look like {@code exe.jpg}.
   */
  private static final Pattern FORBIDDEN = Pattern.compile("[/\\\\:*?\"<>|\\p{Cc}\\p{Cf}\\p{Cs}]");

  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

  /**
   * The extension of a name, before which a number is put: {@code a.tar.gz} becomes {@code a
   * (1).tar.gz}.
   */
  private static final Pattern EXTENSION =
      Pattern.compile("(.+?)((?:\\.tar)?\\.[^. ]{1,16})?", Pattern.DOTALL);

  private FileNames() {}

  /**
   * Returns a name that may stand in any folder of any system, and that is neither hidden nor
   * empty.
   */
  static String safe(String name) {
    String safe = FORBIDDEN.matcher(name).replaceAll("_");
    safe = shorten(safe.replaceAll("^[.\\s]+", "")).replaceAll("[.\\s]+$", "");
    if (safe.isEmpty()) {
      return "download";
    }
    return DEVICE.matcher(safe).matches() ? "_" + safe : safe;
  }

  /** Shortens the part before the extension. */
  private static String shorten(String name) {
    Matcher parts = EXTENSION.matcher(name);
    if (length(name) <= MAX_LENGTH || !parts.matches()) {
      return name;
    }
    String extension = parts.group(2) == null ? "" : parts.group(2);
    String stem = parts.group(1);
    while (length(stem) + length(extension) > MAX_LENGTH) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + extension;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Reserves a name that no file and no other download has: the name itself, else {@code name
   * (1).iso} and so on. The folder is created if it is missing.
   *
   * @param name the name from outside
   * @throws IOException if nothing can be written there
   */
  static Path reserve(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    String safe = safe(name);
    for (int number = 0; number <= MAX_NUMBER; number++) {
      Path target = folder.resolve(numbered(safe, number));
      if (Downloader.reserve(target)) {
        return target;
      }
    }
    throw new IOException(
        "%s: more than %d files have the name %s".formatted(folder, MAX_NUMBER, safe));
  }

  private static String numbered(String name, int number) {
    Matcher parts = EXTENSION.matcher(name);
    if (number == 0 || !parts.matches()) {
      return name;
    }
    String extension = parts.group(2) == null ? "" : parts.group(2);
    return "%s (%d)%s".formatted(parts.group(1), number, extension);
  }
}
