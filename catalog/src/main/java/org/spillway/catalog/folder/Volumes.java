package org.spillway.catalog.folder;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The root of a tree and the file systems that are mounted below it, as the last walk found them:
 * tells a disk that is lost from files that were removed. Safe for use by many threads.
 */
final class Volumes {
  private final Path root;
  private final Supplier<Path> realRoot;
  private final boolean emptied;

  /** The volumes by their paths in the tree, without a slash at the end; the root's is "". */
  private volatile Map<String, Volume> known = Map.of();

  /**
   * Makes a list that has no volumes yet.
   *
   * @param realRoot returns the real path that the root leads to
   * @param emptied whether the operator wants something else in a volume's place
   */
  Volumes(Path root, Supplier<Path> realRoot, boolean emptied) {
    this.root = root;
    this.realRoot = realRoot;
    this.emptied = emptied;
  }

  /** Returns what is wrong with the volume that a path lies in. */
  Optional<String> problem(String path) {
    String unreadable = Volume.unreadable(root);
    if (!unreadable.isEmpty()) {
      return Optional.of(unreadable);
    }
    return known.entrySet().stream()
        .filter(volume -> path.equals(volume.getKey()) || path.startsWith(volume.getKey() + "/"))
        .map(volume -> volume.getValue().problem(emptied))
        .filter(problem -> !problem.isEmpty())
        .findFirst();
  }

  /**
   * Notes the volumes that a walk found, and keeps those that it did not find because they are
   * lost.
   */
  void found(Map<String, Volume> volumes) {
    Map<String, Volume> all = new HashMap<>(volumes);
    known.forEach(
        (path, volume) -> {
          if (!all.containsKey(path) && isLost(volume)) {
            all.put(path, volume);
          }
        });
    known = Map.copyOf(all);
  }

  /** Returns whether a volume is lost. Volumes below a root that has been replaced do not count. */
  private boolean isLost(Volume volume) {
    return !volume.problem(emptied).isEmpty() && volume.place().startsWith(realRoot.get());
  }
}
