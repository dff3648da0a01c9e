package org.spillway.client.helper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spillway.client.Downloader;

/** Names for files whose names come from outside. */
final class FileNames {
  /** In bytes of UTF-8: file systems allow 255, and {@code .part.etag} and a number come on top. */
  private static final int MAX_LENGTH = 200;

  private static final int MAX_NUMBER = 1000;

  /**
   * Separators and what Windows forbids; control characters, and what turns the direction of
   * writing, which makes {@code exe.jpg} out of {@code gpj.exe}.
   */
  private static final Pattern FORBIDDEN = Pattern.compile("[/\\\\:*?\"<>|\\p{Cc}\\p{Cf}\\p{Cs}]");

  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

  /** {@code a.tar.gz} becomes {@code a (1).tar.gz}. */
  private static final Pattern EXTENSION =
      Pattern.compile("(.+?)((?:\\.tar)?\\.[^. ]{1,16})?", Pattern.DOTALL);

  private FileNames() {}

  /** The name as it may stand in any folder of any system, never hidden and never empty. */
  static String safe(String name) {
    String safe = FORBIDDEN.matcher(name).replaceAll("_");
    safe = shorten(safe.replaceAll("^[.\\s]+", "")).replaceAll("[.\\s]+$", "");
    if (safe.isEmpty()) {
      return "download";
    }
    return DEVICE.matcher(safe).matches() ? "_" + safe : safe;
  }

  /** Shortens what stands before the extension. */
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
   * @param name from outside
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
