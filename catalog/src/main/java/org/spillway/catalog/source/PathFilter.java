package org.spillway.catalog.source;

import java.util.List;

/**
 * Decides by the operator's globs which paths may be offered at all. As for rsync and git, a glob
 * without a slash before its end is about names at any depth; all others are about paths from the
 * root. Immutable; safe for use by many threads.
 */
public final class PathFilter {
  public static final PathFilter ALL = new PathFilter(List.of("**"), List.of());

  private static final String ANYWHERE = "**/";

  private final List<Glob> include;
  private final List<Glob> exclude;

  /**
   * @param include the globs of the files that are offered
   * @param exclude the globs of files and whole folders that are left out again
   * @throws IllegalArgumentException if one of them is no glob; names it
   */
  public PathFilter(List<String> include, List<String> exclude) {
    this.include = parse(include);
    this.exclude = parse(exclude);
  }

  private static List<Glob> parse(List<String> texts) {
    return texts.stream().map(PathFilter::glob).toList();
  }

  private static Glob glob(String text) {
    try {
      return Glob.parse(isName(text) ? ANYWHERE + text : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' " + e.getMessage(), e);
    }
  }

  /** Returns whether a glob has no slash but one at its end. */
  private static boolean isName(String text) {
    int slash = text.indexOf('/');
    boolean hasNone = slash < 0 || (slash > 0 && slash == text.length() - 1);
    return hasNone && !text.isEmpty();
  }

  /**
   * Checks one glob.
   *
   * @throws IllegalArgumentException if it is no glob; names it
   */
  public static void requireGlob(String text) {
    var unused = glob(text);
  }

  /**
   * @param path the path of a file, with a leading slash
   */
  public boolean offers(String path) {
    String file = path.substring(1);
    return include.stream().anyMatch(glob -> glob.matches(file))
        && exclude.stream().noneMatch(glob -> glob.matches(file))
        && !isBelowExcluded(path);
  }

  /**
   * Returns whether there could be something to offer below a folder.
   *
   * @param path the path of the folder, with a leading slash, without one at the end
   */
  public boolean mayOfferBelow(String path) {
    String below = path.substring(1) + '/';
    return include.stream().anyMatch(glob -> glob.mayMatchBelow(below))
        && !isBelowExcluded(path + '/');
  }

  /** Returns whether a folder on the way is excluded. */
  private boolean isBelowExcluded(String path) {
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      if (isExcludedFolder(path.substring(1, end))) {
        return true;
      }
    }
    return false;
  }

  private boolean isExcludedFolder(String folder) {
    return exclude.stream().anyMatch(glob -> glob.matches(folder) || glob.matches(folder + '/'));
  }
}
