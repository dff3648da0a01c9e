package org.spillway.webapp.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash that a file must have.
 *
 * @param algorithm the JDK's name of the algorithm, such as {@code SHA-256}
 * @param hex the hash in lower case
 */
public record Checksum(String algorithm, String hex) {
  private static final int PORTION = 64 * 1024;

  /** The hex digits of each algorithm's hash. */
  private static final Map<String, Integer> DIGITS =
      Map.of("MD5", 32, "SHA-1", 40, "SHA-224", 56, "SHA-256", 64, "SHA-384", 96, "SHA-512", 128);

  private static final Pattern TEXT = Pattern.compile("([a-zA-Z0-9-]+)[=:]([0-9a-fA-F]+)");

  /**
   * Reads, for example, {@code sha256:2c26…}, {@code sha-256=2c26…} or {@code md5=d41d…}.
   *
   * @throws IllegalArgumentException if the text is none, or if the hash has a wrong length
   */
  public static Checksum parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be ALGORITHM=HEX, such as sha256=2c26…, was " + text);
    }
    return of(matcher.group(1), matcher.group(2));
  }

  /**
   * Makes a checksum.
   *
   * @param name the algorithm as people and Metalinks write it
   */
  static Checksum of(String name, String hex) {
    String upper = name.toUpperCase(Locale.ROOT);
    String algorithm = upper.replaceFirst("^SHA-?", "SHA-");
    Integer digits = DIGITS.get(algorithm);
    if (digits == null) {
      throw new IllegalArgumentException(
          "the algorithm must be md5, sha1, sha224, sha256, sha384 or sha512, was " + name);
    }
    if (hex.length() != digits || !hex.matches("[0-9a-fA-F]*")) {
      throw new IllegalArgumentException(
          "a hash by %s must have %d hex digits, had %d".formatted(name, digits, hex.length()));
    }
    return new Checksum(algorithm, hex.toLowerCase(Locale.ROOT));
  }

  /** Returns whether a file has the hash. */
  boolean matches(Path file) throws IOException {
    var digest = digest();
    try (var in = Files.newInputStream(file)) {
      byte[] portion = new byte[PORTION];
      for (int read = in.read(portion); read >= 0; read = in.read(portion)) {
        digest.update(portion, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).equals(hex);
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return algorithm + " " + hex;
  }
}
