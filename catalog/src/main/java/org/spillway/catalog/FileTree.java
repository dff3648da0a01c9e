package org.spillway.catalog;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A folder. Offered are regular files that the world may read, below folders that the world may
 * enter; no name that begins with a dot or is not valid text, and nothing that a symbolic link
 * finds outside. Files below a linked folder within the root are found there but not walked: until
 * somebody asks for their torrent, listeners do not hear of them. The root itself is the operator's
 * choice: its own permissions do not count, and it may be a link that is pointed elsewhere while in
 * use.
 */
final class FileTree implements ContentSource {
  private final TreePaths paths;
  private final Ways ways;
  private final FolderList folders;

  /**
   * @throws IOException if there is no such folder, or it cannot be read; names content.root
   */
  FileTree(Path root, PathFilter filter) throws IOException {
    this.paths = new TreePaths(root, filter);
    this.ways = new Ways(paths);
    this.folders = new FolderList(this, paths);
  }

  /**
   * @throws IOException if the folder, which need not be there yet, lies in this one by whatever
   *     links; names state-dir
   */
  void requireOutside(Path stateDir) throws IOException {
    if (existingPart(stateDir.toAbsolutePath().normalize())
        .toRealPath()
        .startsWith(paths.realRoot())) {
      throw new IOException(
          "state-dir: " + stateDir + " must not lie within content.root, " + paths.root());
    }
  }

  private static Path existingPart(Path path) {
    Path parent = path.getParent();
    return Files.exists(path) || parent == null ? path : existingPart(parent);
  }

  @Override
  public Optional<SourceFile> find(String path) {
    return paths.locate(path).flatMap(real -> look(path, real));
  }

  @Override
  public Optional<Sighting> sight(String path) {
    if (!TreePaths.isVisible(path)) {
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

  private Optional<Sighting> sightByLinks(String path, long now) throws IOException {
    var real = paths.locate(path);
    if (real.isEmpty()) {
      return Optional.empty();
    }
    var way = Way.byLinks(paths, path, real.get(), now);
    return sight(path, way, real.get(), FileStatus.of(real.get()), now);
  }

  private Optional<Sighting> sight(String path, Way way, Path real, FileStatus status, long now) {
    return fileOf(path, status)
        .filter(file -> paths.offers(path, real))
        .map(file -> new FileSighting(file, way, real, status, now));
  }

  @Override
  public Place placeOf(String path) {
    if (path.equals("/")) {
      return Place.FOLDER;
    }
    boolean folderWanted = path.endsWith("/");
    String place = folderWanted ? path.substring(0, path.length() - 1) : path;
    if (!TreePaths.isVisible(place) || !paths.mayBe(place)) {
      return Place.NOTHING;
    }
    if (paths.isBarred(place)) {
      return Place.DENIED;
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

  @Override
  public Optional<SourcePage> list(String folder, String after, int limit) {
    return folders.page(folder, after, limit);
  }

  /** The file at a place that is known to be open to the world. */
  Optional<SourceFile> look(String path, Path real) {
    try {
      return paths.offers(path, real) ? fileOf(path, FileStatus.of(real)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<SourceFile> fileOf(String path, FileStatus status) {
    return status.isRegularFile() && status.worldMayRead()
        ? Optional.of(
            new SourceFile(path, status.length(), status.lastModified(), status.version()))
        : Optional.empty();
  }

  @Override
  public void walk(Predicate<SourceFile> visitor) throws IOException {
    try {
      Path root = paths.lookAtRoot();
      Files.walkFileTree(root, new FileTreeWalk(this, paths, root, visitor));
    } catch (IOException e) {
      throw new IOException(
          "content.root: " + paths.root() + " cannot be read: " + Problem.of(e), e);
    }
  }

  @Override
  public Content open(SourceFile file) throws IOException {
    return open(file, false);
  }

  @Override
  public Content openKept(SourceFile file) throws IOException {
    return open(file, true);
  }

  private Content open(SourceFile file, boolean kept) throws IOException {
    Path real = paths.locate(file.path()).orElseThrow(() -> gone(file));
    FileChannel channel = openChannel(file, real);
    try {
      // What was opened can differ from what was located before.
      var status = settled(real);
      if (!status.version().equals(file.version())) {
        throw new ContentChangedException(file.path());
      }
      return new FileContent(file, real, status, channel, kept);
    } catch (IOException e) {
      channel.close();
      throw e instanceof NoSuchFileException ? new ContentChangedException(file.path()) : e;
    }
  }

  private ContentChangedException gone(SourceFile file) {
    ways.forget(file.path());
    return new ContentChangedException(file.path());
  }

  private static FileChannel openChannel(SourceFile file, Path real) throws IOException {
    try {
      return FileChannel.open(real, StandardOpenOption.READ, NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new ContentChangedException(file.path());
    }
  }

  /** What is read from now on belongs to the version of this status, or is found out later. */
  private static FileStatus settled(Path real) throws IOException {
    var status = FileStatus.of(real);
    long left = status.nanosUntilSettled(FileStatus.now());
    if (left <= 0) {
      return status;
    }
    // Who is interrupted cannot read from a channel anyway.
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = status.nanosUntilSettled(FileStatus.now());
    }
    return FileStatus.of(real);
  }
}
