package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.Visibility;

/** Finds files and folders at the paths of a folder. Safe for use by many threads. */
final class FileFinder {
  private final TreePaths paths;
  private final OpenPathCache openPaths;
  private final LongSupplier nanoTime;

  /**
   * Makes a finder.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  FileFinder(TreePaths paths, LongSupplier nanoTime) {
    this.paths = paths;
    this.openPaths = new OpenPathCache(paths);
    this.nanoTime = nanoTime;
  }

  /** Finds a file as {@link ContentSource#find} says. */
  Optional<SourceFile> find(String path) {
    var file = paths.locate(path).flatMap(real -> fileAt(path, real));
    if (file.isEmpty()) {
      // A file that is withdrawn now must not be seen by an older look.
      forget(path);
    }
    return file;
  }

  /** Returns the file at a real path that is known to be open to the world. */
  Optional<SourceFile> fileAt(String path, Path real) {
    try {
      return paths.offers(path, real) ? fileOf(path, FileStatus.of(real)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<SourceFile> fileOf(String path, FileStatus status) {
    return isOpenFile(status)
        ? Optional.of(
            new SourceFile(path, status.length(), status.lastModified(), status.version()))
        : Optional.empty();
  }

  /** Returns whether it is a file that the world may read. */
  static boolean isOpenFile(FileStatus status) {
    return status.isRegularFile() && status.worldMayRead();
  }

  /**
   * Finds a file like {@link #find}, but looks at the folders on the way at most ten times a
   * second.
   */
  Optional<SeenDiskFile> see(String path) {
    if (!Visibility.isVisible(path)) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    int slash = path.lastIndexOf('/');
    try {
      var openPath = openPaths.to(path.substring(0, slash), now);
      if (openPath.isEmpty()) {
        return seeByLinks(path, now);
      }
      Path real = openPath.get().end().resolve(path.substring(slash + 1));
      var status = FileStatus.of(real);
      return status.isLink() ? seeByLinks(path, now) : see(path, openPath.get(), real, status, now);
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<SeenDiskFile> seeByLinks(String path, long now) throws IOException {
    var real = paths.locate(path);
    if (real.isEmpty()) {
      return Optional.empty();
    }
    var openPath = OpenPath.byLinks(paths, path, real.get(), now);
    return see(path, openPath, real.get(), FileStatus.of(real.get()), now);
  }

  private Optional<SeenDiskFile> see(
      String path, OpenPath openPath, Path real, FileStatus status, long now) {
    return fileOf(path, status)
        .filter(file -> paths.offers(path, real))
        .map(file -> new SeenDiskFile(file, openPath, real, status, now, nanoTime));
  }

  /** Returns what is at a path as {@link ContentSource#kindOf} says. */
  PathKind kindOf(String path) {
    if (path.equals("/")) {
      return PathKind.FOLDER;
    }
    boolean folderWanted = path.endsWith("/");
    String place = folderWanted ? path.substring(0, path.length() - 1) : path;
    if (!Visibility.isVisible(place)) {
      return PathKind.NOTHING;
    }
    if (paths.isBarred(place)) {
      return paths.mayBe(place) ? PathKind.DENIED : PathKind.NOTHING;
    }
    return paths
        .locate(place)
        .map(real -> placeAt(place, real, folderWanted))
        .orElse(PathKind.NOTHING);
  }

  private PathKind placeAt(String path, Path real, boolean folderWanted) {
    try {
      var status = FileStatus.of(real);
      if (status.isFolder() && paths.mayOfferBelow(path, real)) {
        return status.worldMayEnter() ? PathKind.FOLDER : PathKind.DENIED;
      }
      boolean file = status.isRegularFile() && !folderWanted && paths.offers(path, real);
      return file && !status.worldMayRead() ? PathKind.DENIED : PathKind.NOTHING;
    } catch (IOException e) {
      return PathKind.NOTHING;
    }
  }

  /**
   * Forgets the last looks at the folders of a path that no longer leads where it did, so that the
   * next look checks all of them.
   */
  void forget(String path) {
    openPaths.forget(path);
  }
}
