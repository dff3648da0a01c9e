package org.spillway.catalog.folder;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.Place;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.Visibility;

/** Looks at what is at the paths of a folder. Safe for use by many threads. */
final class FileLooks {
  private final TreePaths paths;
  private final Ways ways;

  FileLooks(TreePaths paths) {
    this.paths = paths;
    this.ways = new Ways(paths);
  }

  /** Finds a file as {@link ContentSource#find} says. */
  Optional<SourceFile> find(String path) {
    var file = paths.locate(path).flatMap(real -> fileAt(path, real));
    if (file.isEmpty()) {
      // What is withdrawn now must not be sighted by an older look.
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
  Optional<FileSighting> sight(String path) {
    if (!Visibility.isVisible(path)) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    int slash = path.lastIndexOf('/');
    try {
      var way = ways.to(path.substring(0, slash), now);
      if (way.isEmpty()) {
        return sightByLinks(path, now);
      }
      Path real = way.get().end().resolve(path.substring(slash + 1));
      var status = FileStatus.of(real);
      return status.isLink() ? sightByLinks(path, now) : sight(path, way.get(), real, status, now);
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<FileSighting> sightByLinks(String path, long now) throws IOException {
    var real = paths.locate(path);
    if (real.isEmpty()) {
      return Optional.empty();
    }
    var way = Way.byLinks(paths, path, real.get(), now);
    return sight(path, way, real.get(), FileStatus.of(real.get()), now);
  }

  private Optional<FileSighting> sight(
      String path, Way way, Path real, FileStatus status, long now) {
    return fileOf(path, status)
        .filter(file -> paths.offers(path, real))
        .map(file -> new FileSighting(file, way, real, status, now));
  }

  /** Returns what is at a path as {@link ContentSource#placeOf} says. */
  Place placeOf(String path) {
    if (path.equals("/")) {
      return Place.FOLDER;
    }
    boolean folderWanted = path.endsWith("/");
    String place = folderWanted ? path.substring(0, path.length() - 1) : path;
    if (!Visibility.isVisible(place)) {
      return Place.NOTHING;
    }
    if (paths.isBarred(place)) {
      return paths.mayBe(place) ? Place.DENIED : Place.NOTHING;
    }
    return paths
        .locate(place)
        .map(real -> placeAt(place, real, folderWanted))
        .orElse(Place.NOTHING);
  }

  private Place placeAt(String path, Path real, boolean folderWanted) {
    try {
      var status = FileStatus.of(real);
      if (status.isFolder() && paths.mayOfferBelow(path, real)) {
        return status.worldMayEnter() ? Place.FOLDER : Place.DENIED;
      }
      boolean file = status.isRegularFile() && !folderWanted && paths.offers(path, real);
      return file && !status.worldMayRead() ? Place.DENIED : Place.NOTHING;
    } catch (IOException e) {
      return Place.NOTHING;
    }
  }

  /**
   * Forgets what is known of the folders of a path that no longer leads where it did, so that the
   * next look checks all of them.
   */
  void forget(String path) {
    ways.forget(path);
  }
}
