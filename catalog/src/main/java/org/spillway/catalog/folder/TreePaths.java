package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.Visibility;

/**
 * Finds the files and folders to which the paths of a catalog lead, and whether the world could
 * follow them. The root itself is the operator's choice: its own permissions do not count, and it
 * may be a link that is pointed elsewhere while in use.
 */
final class TreePaths {
  /**
   * The number of times that a path may pass one folder: mirrors have links such as {@code ubuntu
   * -> .}.
   */
  private static final int PASSES = 2;

  private final Path root;
  private final PathFilter filter;

  /** The real path of the root, as of the last look. */
  private volatile Path realRoot;

  /**
   * Finds the root.
   *
   * @param mayBeLost whether a root that cannot be read will come back
   * @throws IOException if there is no such folder, or it cannot be read; the message names
   *     content.root
   */
  TreePaths(Path root, PathFilter filter, boolean mayBeLost) throws IOException {
    String problem = Volume.unreadable(root);
    if (!problem.isEmpty() && !mayBeLost) {
      throw new IOException("content.root: " + problem);
    }
    this.filter = filter;
    this.root = root.toAbsolutePath();
    this.realRoot = problem.isEmpty() ? root.toRealPath() : this.root.normalize();
  }

  Path root() {
    return root;
  }

  Path realRoot() {
    return realRoot;
  }

  /** Finds the real path of the root again, and returns it. */
  Path lookAtRoot() throws IOException {
    realRoot = root.toRealPath();
    return realRoot;
  }

  /** Returns the real file or folder behind a path, if no part of the way hides it or is closed. */
  Optional<Path> locate(String path) {
    if (!Visibility.isVisible(path)) {
      return Optional.empty();
    }
    try {
      Path asked = root.resolve(path.substring(1));
      Path real = realOf(asked);
      Path direct = realRoot.resolve(path.substring(1));
      boolean open = isOpenWay(real) && (real.equals(direct) || isOpenWayOfLinks(direct, real));
      return open ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether a file may be offered by the globs.
   *
   * @param real where the path leads to
   */
  boolean offers(String path, Path real) {
    String realPath = pathOf(real);
    return filter.offers(path) && (realPath.equals(path) || filter.offers(realPath));
  }

  /**
   * Returns whether there could be something to offer below a folder, by the globs.
   *
   * @param real where the path leads to
   */
  boolean mayOfferBelow(String path, Path real) {
    return filter.mayOfferBelow(path)
        && (real.equals(realRoot) || filter.mayOfferBelow(pathOf(real)));
  }

  /** Returns whether the globs allow a file or folder at a path. */
  boolean mayBe(String path) {
    return filter.offers(path) || filter.mayOfferBelow(path);
  }

  /** Returns the path from the root, with a leading slash. */
  String pathOf(Path real) {
    return "/" + realRoot.relativize(real);
  }

  private Path realOf(Path asked) throws IOException {
    Path real = asked.toRealPath();
    if (!real.startsWith(realRoot)) {
      lookAtRoot();
    }
    return real;
  }

  private boolean isOpenWay(Path real) throws IOException {
    return isShown(real) && !isClosedWay(real);
  }

  /** Returns whether it lies in the root, and no name on its way hides it. */
  private boolean isShown(Path real) {
    Path top = realRoot;
    if (!real.startsWith(top)) {
      return false;
    }
    for (Path at = real; at != null && !at.equals(top); at = at.getParent()) {
      if (Visibility.isHidden(at)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether there is a folder on the way, below the root, that the world may not enter. */
  private boolean isClosedWay(Path real) throws IOException {
    Path top = realRoot;
    for (Path at = real.getParent(); at != null && at.startsWith(top); at = at.getParent()) {
      if (!at.equals(top) && !FileStatus.of(at).worldMayEnter()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the world could follow the links of a path. Each folder on its way must be
   * open, too, and must not be passed again and again, which would give each file in it an endless
   * number of names.
   */
  private boolean isOpenWayOfLinks(Path asked, Path end) throws IOException {
    List<Path> passed = new ArrayList<>(List.of(realRoot, end));
    for (Path at = asked.getParent(); at != null && !at.equals(realRoot); at = at.getParent()) {
      Path folder = at.toRealPath();
      boolean open = isOpenWay(folder) && FileStatus.of(folder).worldMayEnter();
      if (!open && !folder.equals(realRoot)) {
        return false;
      }
      passed.add(folder);
    }
    return passed.stream().allMatch(place -> Collections.frequency(passed, place) <= PASSES);
  }

  /**
   * Returns whether the world, going from folder to folder, comes to one that it may not enter,
   * before the way ends or leads to something hidden.
   */
  boolean isBarred(String path) {
    try {
      for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
        Path folder = realOf(root.resolve(path.substring(1, end)));
        var status = FileStatus.of(folder);
        if (!isShown(folder) || !status.isFolder()) {
          return false;
        }
        boolean open = folder.equals(realRoot) || status.worldMayEnter();
        if (!open || isClosedWay(folder)) {
          return true;
        }
      }
      Path real = realOf(root.resolve(path.substring(1)));
      return isShown(real) && isClosedWay(real);
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
