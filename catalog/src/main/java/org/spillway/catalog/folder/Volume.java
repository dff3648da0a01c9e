package org.spillway.catalog.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.spillway.catalog.source.Visibility;

/**
 * The root of a tree, or the place where another file system begins below it, as it was when it was
 * found.
 *
 * @param place the path at which it is looked at again; links are followed
 * @param real the real path that this led to
 * @param key tells the inode from those of all file systems
 * @param device the device of the file system
 * @param names the names of some files that it held, enough to know it again
 */
record Volume(Path place, Path real, Object key, Object device, Set<String> names) {
  private static final int NAMES = 256;

  static Volume at(Path place) throws IOException {
    Path real = place.toRealPath();
    return new Volume(place, real, FileStatus.of(real).key(), deviceOf(real), namesIn(real));
  }

  static Object deviceOf(Path folder) throws IOException {
    return Files.getAttribute(folder, "unix:dev", NOFOLLOW_LINKS);
  }

  private static Set<String> namesIn(Path folder) throws IOException {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(FolderPaths.inside(folder))) {
      for (Path entry : entries) {
        if (!Visibility.isHidden(entry) && names.size() < NAMES) {
          names.add(String.valueOf(entry.getFileName()));
        }
      }
    }
    return names;
  }

  /** Returns the reason why a folder cannot be read, or "". */
  static String unreadable(Path place) {
    if (!Files.isDirectory(place)) {
      return place + " is not a folder";
    }
    return Files.isReadable(place) && Files.isExecutable(place) ? "" : place + " cannot be read";
  }

  /**
   * Returns what is wrong with the volume now, or "". It is lost if it cannot be read, or if
   * something else is in its place that holds nothing of its former content, such as the empty
   * folder that a disk is mounted on.
   *
   * @param emptied whether the operator wants the latter, so that the volume does not count as lost
   */
  String problem(boolean emptied) {
    String unreadable = unreadable(place);
    if (!unreadable.isEmpty() || emptied) {
      return unreadable;
    }
    try {
      return isReplacedByNothing() ? place + " holds nothing of what it held" : "";
    } catch (IOException e) {
      return place + " cannot be read";
    }
  }

  private boolean isReplacedByNothing() throws IOException {
    Path now = place.toRealPath();
    if (FileStatus.of(now).key().equals(key)) {
      return false;
    }
    if (namesIn(now).isEmpty()) {
      return true;
    }
    // A link that points elsewhere now, or another folder under the name, is a new release.
    boolean sameDisk = deviceOf(now).equals(device);
    return now.equals(real)
        && !sameDisk
        && !names.isEmpty()
        && names.stream().noneMatch(name -> Files.exists(now.resolve(name), NOFOLLOW_LINKS));
  }
}
