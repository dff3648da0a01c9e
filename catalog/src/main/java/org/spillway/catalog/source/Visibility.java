package org.spillway.catalog.source;

import java.nio.file.Path;

/** Decides by its text alone whether a path or a name is hidden. */
public final class Visibility {
  /** Linux knows no longer paths. */
  private static final int LONGEST = 4096;

  /**
   * The folder of what programs look for at every site (RFC 8615), such as the tokens by which a
   * site gets its certificate (RFC 8555 §8.3).
   */
  private static final String WELL_KNOWN = ".well-known";

  private Visibility() {}

  /** Returns whether it is the path of something that is not hidden by its name. */
  public static boolean isVisible(String path) {
    if (!path.startsWith("/") || path.length() > LONGEST) {
      return false;
    }
    for (String name : path.substring(1).split("/", -1)) {
      if (name.isEmpty() || isHidden(name)) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param name one name of a path, which has no slash
   */
  public static boolean isHidden(String name) {
    // A leading dot hides a file, and covers "." and ".." as well.
    return (name.startsWith(".") && !name.equals(WELL_KNOWN)) || isNoPartOfUrls(name);
  }

  /** Returns whether the last name of a path of the file system hides it. */
  public static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && isHidden(name.toString());
  }

  /**
   * Servers refuse control characters and backslashes in paths, encoded or not. Control characters
   * are U+0000 to U+001F and U+007F to U+009F: the latter command terminals as well as the former.
   */
  private static boolean isNoPartOfUrls(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c) || c == '\\') {
        return true;
      }
    }
    return false;
  }
}
