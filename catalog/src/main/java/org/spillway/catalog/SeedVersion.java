package org.spillway.catalog;

import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.torrent.Sha256;

/**
 * The version of a file that a web seed is asked for (BEP 19): the first segment of its path, such
 * as {@code ~1f0c35d2}. After a file was replaced, clients that still have its old torrent are told
 * so instead of getting bytes that fit no piece. It is short because it stands in every DNS record.
 *
 * @param digits the first eight hexadecimal digits of the SHA-256 of the file
 */
public record SeedVersion(String digits) {
  private static final int LENGTH = 8;
  private static final Pattern SEGMENT = Pattern.compile("/~([0-9a-f]{8})(/.*)", Pattern.DOTALL);

  /**
   * A path that names a version.
   *
   * @param path of the file, with a leading slash
   */
  public record Versioned(SeedVersion version, String path) {}

  public SeedVersion {
    if (digits.length() != LENGTH) {
      throw new IllegalArgumentException("a version has 8 digits, not " + digits.length());
    }
  }

  public static SeedVersion of(Sha256 content) {
    return new SeedVersion(content.toString().substring(0, LENGTH));
  }

  /**
   * @param path the path, decoded, from the seed's root, with a leading slash
   * @return absent if the path names none
   */
  public static Optional<Versioned> parse(String path) {
    if (!path.startsWith("/~")) {
      return Optional.empty();
    }
    var found = SEGMENT.matcher(path);
    return found.matches()
        ? Optional.of(new Versioned(new SeedVersion(found.group(1)), found.group(2)))
        : Optional.empty();
  }

  /**
   * Returns the path at which a web seed serves this version.
   *
   * @param path of the file, with a leading slash
   */
  public String path(String path) {
    return "/~" + digits + path;
  }

  public boolean isOf(Sha256 content) {
    return equals(of(content));
  }
}
