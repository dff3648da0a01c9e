package org.spillway.catalog;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A folder. Offered are regular files that the world may read, below folders that the world may
 * enter; no name that begins with a dot, and nothing that a symbolic link finds outside. The root
 * itself is the operator's choice: its own permissions do not count.
 */
final class FileTree implements ContentSource {
  private static final System.Logger log = System.getLogger(FileTree.class.getName());

  private final Path root;

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
    this.root = root.toRealPath();
  }

  @Override
  public Optional<SourceFile> find(String path) {
    return locate(path).flatMap(real -> look(path, real));
  }

  /** The real file behind a path, if no part of the way hides it. */
  private Optional<Path> locate(String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    for (String name : path.substring(1).split("/", -1)) {
      // A leading dot hides a file, and covers "." and ".." as well.
      if (name.isEmpty() || name.startsWith(".")) {
        return Optional.empty();
      }
    }
    try {
      Path real = root.resolve(path.substring(1)).toRealPath();
      return isOpenWay(real) ? Optional.of(real) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private boolean isOpenWay(Path real) throws IOException {
    if (!real.startsWith(root)) {
      return false;
    }
    Path at = root;
    for (Path name : root.relativize(real)) {
      at = at.resolve(name);
      boolean closed = !at.equals(real) && !worldMayEnter(at);
      if (closed || isHidden(at)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  private static boolean worldMayEnter(Path folder) throws IOException {
    return Files.readAttributes(folder, PosixFileAttributes.class, NOFOLLOW_LINKS)
        .permissions()
        .contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  private static Optional<SourceFile> look(String path, Path real) {
    try {
      return describe(path, Files.readAttributes(real, PosixFileAttributes.class, NOFOLLOW_LINKS));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<SourceFile> describe(String path, PosixFileAttributes attributes) {
    boolean offered =
        attributes.isRegularFile()
            && attributes.permissions().contains(PosixFilePermission.OTHERS_READ);
    if (!offered) {
      return Optional.empty();
    }
    return Optional.of(
        new SourceFile(
            path,
            attributes.size(),
            attributes.lastModifiedTime().toInstant(),
            version(attributes)));
  }

  /** Length, modification time in nanoseconds and identity (device and inode) of the file. */
  static String version(BasicFileAttributes attributes) {
    long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    String key = String.valueOf(attributes.fileKey());
    return "%x-%x-%x".formatted(attributes.size(), modified, inode(key));
  }

  /** The inode without the device, whose number can differ after a restart of the machine. */
  private static long inode(String fileKey) {
    int start = fileKey.indexOf("ino=") + "ino=".length();
    return Long.parseLong(fileKey.substring(start, fileKey.indexOf(')', start)));
  }

  @Override
  public void walk(Consumer<SourceFile> visitor) throws IOException {
    Files.walkFileTree(root, new Walk(visitor));
  }

  @Override
  public Content open(SourceFile file) throws IOException {
    Path real = locate(file.path()).orElseThrow(() -> new ContentChangedException(file.path()));
    var channel = FileChannel.open(real, StandardOpenOption.READ, NOFOLLOW_LINKS);
    var content = new FileContent(file, real, channel);
    try {
      // What was opened can differ from what was located before.
      content.verifyIdentity();
      return content;
    } catch (ContentChangedException e) {
      content.close();
      throw e;
    }
  }

  /** Follows no link to a folder: what it leads to inside the root is visited there. */
  private final class Walk extends SimpleFileVisitor<Path> {
    private final Consumer<SourceFile> visitor;

    Walk(Consumer<SourceFile> visitor) {
      this.visitor = visitor;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (folder.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      return isHidden(folder) || !worldMayEnter(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      find("/" + root.relativize(file)).ifPresent(visitor);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root)) {
        throw new IOException("content.root: " + root + " cannot be read", e);
      }
      log.log(DEBUG, () -> "passed over: " + e);
      return FileVisitResult.CONTINUE;
    }
  }
}
