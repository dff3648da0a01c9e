package org.spillway.catalog.source;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for paths without their leading slash, in the syntax of {@link
 * java.nio.file.FileSystem#getPathMatcher}, except that two stars and a slash, where a name begins,
 * also stand for no folder at all. Immutable; safe for use by many threads.
 */
final class Glob {
  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @param text a leading slash, as in a path, says nothing more
   * @throws IllegalArgumentException if it is no glob; says why
   */
  static Glob parse(String text) {
    String glob = text.startsWith("/") ? text.substring(1) : text;
    if (glob.isEmpty()) {
      throw new IllegalArgumentException("is empty");
    }
    try {
      return new Glob(Pattern.compile(new GlobSyntax(glob).toRegex(), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getDescription(), e);
    }
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** Returns whether something longer that begins so could match. */
  boolean mayMatchBelow(String folder) {
    var matcher = pattern.matcher(folder);
    var unused = matcher.matches();
    return matcher.hitEnd();
  }
}
