package org.spillway.client.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spillway.torrent.Sha256;

/**
 * Says what names a file system takes, and turns those from outside into such names.
 *
 * @param windows whether the rules of Windows hold
 * @param foldsCase whether {@code a} and {@code A} are one file
 */
record NameRules(FileSystem system, boolean windows, boolean foldsCase) {
  /** The most bytes of UTF-8 in a name. */
  static final int MAX_NAME = 255;

  private static final String PART = ".part";

  /** The longest name of a part, in bytes, which leaves room for {@code .etag}. */
  private static final int MAX_PART = MAX_NAME - ".etag".length();

  /** The digits of the hash in a shortened name: enough for one folder. */
  private static final int HASH_DIGITS = 16;

  /**
   * Separators of any system, control characters, and those that turn the direction of writing,
   * which make {@code gpj.exe} look like {@code exe.jpg}.
   */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[/\\\\\\p{Cc}\\p{Cs}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF]");

  private static final Pattern FORBIDDEN_BY_WINDOWS = Pattern.compile("[:*?\"<>|]|[. ](?=[. ]*$)");

  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[\\d¹²³])[ ]*(\\..*)?");

  private static final Pattern EXTENSION =
      Pattern.compile("(.+?)(\\.[^. ]{1,16})?", Pattern.DOTALL);

  /**
   * Finds out which rules hold.
   *
   * @param existing a file or folder that exists
   */
  static NameRules at(Path existing) {
    var system = existing.getFileSystem();
    return new NameRules(system, system.getSeparator().equals("\\"), foldsCase(existing));
  }

  private static boolean foldsCase(Path existing) {
    String name = String.valueOf(existing.getFileName());
    String upper = name.toUpperCase(Locale.ROOT);
    String other = upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper;
    try {
      Path twin = existing.resolveSibling(other);
      return !other.equals(name)
          && Files.exists(twin, NOFOLLOW_LINKS)
          && Files.isSameFile(existing, twin);
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  /** Returns the name, or one that looks much the same and does no harm. */
  String safe(String name) {
    String safe = FORBIDDEN.matcher(name).replaceAll("_");
    if (windows) {
      safe = FORBIDDEN_BY_WINDOWS.matcher(safe).replaceAll("_");
      safe = DEVICE.matcher(safe).matches() ? "_" + safe : safe;
    }
    return numbered(isEncodable(safe) ? safe : safe.replaceAll("[^ -~]", "_"), "", MAX_NAME);
  }

  /** Returns whether the system's encoding has all characters of the name. */
  private boolean isEncodable(String name) {
    try {
      return system.getPath(name).getNameCount() == 1;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Returns the name with a suffix before the extension, which the rest makes room for.
   *
   * @param maxLength the most bytes of the whole
   */
  static String numbered(String name, String suffix, int maxLength) {
    Matcher parts = EXTENSION.matcher(name);
    String stem = name;
    String extension = suffix;
    if (parts.matches() && parts.group(2) != null) {
      stem = parts.group(1);
      extension = suffix + parts.group(2);
    }
    return shortened(stem, maxLength - length(extension)) + extension;
  }

  /**
   * Returns the name of what has the content of a file until it is complete: the file's own name
   * with {@code .part}, which is shortened where a file system would not take it any more. Then a
   * hash of the whole name tells it from the parts of names that begin alike.
   */
  static String part(String name) {
    String part = name + PART;
    if (length(part) <= MAX_PART) {
      return part;
    }
    String hash = Sha256.digest(name.getBytes(UTF_8)).toString().substring(0, HASH_DIGITS);
    String end = "~" + hash + PART;
    return shortened(name, MAX_PART - length(end)) + end;
  }

  private static String shortened(String text, int maxLength) {
    int end = text.length();
    int length = length(text);
    while (length > maxLength) {
      int codePoint = text.codePointBefore(end);
      end -= Character.charCount(codePoint);
      length -= length(Character.toString(codePoint));
    }
    return text.substring(0, end);
  }

  private static int length(String text) {
    return text.getBytes(UTF_8).length;
  }

  /** Returns a text that is the same for names that may be one file. */
  String key(String name) {
    String normal = Normalizer.normalize(name, Normalizer.Form.NFC);
    return foldsCase ? normal.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT) : normal;
  }
}
