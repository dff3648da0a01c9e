package org.spillway.catalog;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A folder. Offered are regular files that the world may read, below folders that the world may
 * enter; no name that begins with a dot or is not valid text, and nothing that a symbolic link
 * finds outside. The root itself is the operator's choice: its own permissions do not count, and it
 * may be a link that is pointed elsewhere while in use.
 */
final class FileTree implements ContentSource {
  private final Path root;

  /** Where the root leads to, as of the last look. */
  private volatile Path realRoot;

  /**
   * @throws IOException if there is no such folder, or it cannot be read; names content.root
   */
  FileTree(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException("content.root: " + root + " is not a folder");
    }
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      throw new IOException("content.root: " + root + " cannot be read");
    }
    this.root = root.toAbsolutePath();
    this.realRoot = root.toRealPath();
  }

  /**
   * @throws IOException if the folder, which need not be there yet, lies in this one by whatever
   *     links; names state-dir
   */
  void requireOutside(Path stateDir) throws IOException {
    if (existingPart(stateDir.toAbsolutePath().normalize()).toRealPath().startsWith(realRoot)) {
      throw new IOException(
          "state-dir: " + stateDir + " must not lie within content.root, " + root);
    }
  }

  private static Path existingPart(Path path) {
    Path parent = path.getParent();
    return Files.exists(path) || parent == null ? path : existingPart(parent);
  }

  @Override
  public Optional<SourceFile> find(String path) {
    return locate(path).flatMap(real -> look(path, real));
  }

  /** The real file behind a path, if no part of the way hides it. */
  private Optional<Path> locate(String path) {
    if (!isVisible(path)) {
      return Optional.empty();
    }
    try {
      Path asked = root.resolve(path.substring(1));
      Path real = asked.toRealPath();
      if (!real.startsWith(realRoot)) {
        realRoot = root.toRealPath();
      }
      Path direct = realRoot.resolve(path.substring(1));
      boolean open = isOpenWay(real) && (real.equals(direct) || isOpenWayOfLinks(direct));
      return open ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isVisible(String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      return false;
    }
    for (String name : path.substring(1).split("/", -1)) {
      // A leading dot hides a file, and covers "." and ".." as well.
      if (name.isEmpty() || name.startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private boolean isOpenWay(Path real) throws IOException {
    Path top = realRoot;
    if (!real.startsWith(top)) {
      return false;
    }
    Path at = top;
    for (Path name : top.relativize(real)) {
      at = at.resolve(name);
      boolean closed = !at.equals(real) && !FileStatus.of(at).worldMayEnter();
      if (closed || isHidden(at)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the world could follow the links of a path: each folder on its way is open too. */
  private boolean isOpenWayOfLinks(Path asked) throws IOException {
    for (Path at = asked.getParent(); at != null && !at.equals(realRoot); at = at.getParent()) {
      Path folder = at.toRealPath();
      boolean open = isOpenWay(folder) && FileStatus.of(folder).worldMayEnter();
      if (!open && !folder.equals(realRoot)) {
        return false;
      }
    }
    return true;
  }

  static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  /** The file at a place that is known to be open to the world. */
  static Optional<SourceFile> look(String path, Path real) {
    try {
      var status = FileStatus.of(real);
      if (!status.isRegularFile() || !status.worldMayRead()) {
        return Optional.empty();
      }
      return Optional.of(
          new SourceFile(path, status.length(), status.lastModified(), status.version()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void walk(Predicate<SourceFile> visitor) throws IOException {
    try {
      realRoot = root.toRealPath();
      Files.walkFileTree(realRoot, new FileTreeWalk(this, realRoot, visitor));
    } catch (IOException e) {
      throw new IOException("content.root: " + root + " cannot be read: " + e, e);
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
    Path real = locate(file.path()).orElseThrow(() -> new ContentChangedException(file.path()));
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
    long left = status.nanosUntilSettled(now());
    if (left <= 0) {
      return status;
    }
    // Who is interrupted cannot read from a channel anyway.
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = status.nanosUntilSettled(now());
    }
    return FileStatus.of(real);
  }

  private static long now() {
    var now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
