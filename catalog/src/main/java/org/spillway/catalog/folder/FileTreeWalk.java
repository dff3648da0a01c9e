package org.spillway.catalog.folder;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.SourceFile;

/** Follows no link to a folder: what it leads to inside the root is visited there. */
final class FileTreeWalk extends SimpleFileVisitor<Path> {
  private static final System.Logger log = System.getLogger(FileTreeWalk.class.getName());

  /** What Java reads for bytes in a name that are not text in the system's encoding. */
  private static final char NO_TEXT = '\uFFFD';

  private final FileLooks looks;
  private final TreePaths paths;
  private final Path root;
  private final Predicate<SourceFile> visitor;

  FileTreeWalk(FileLooks looks, TreePaths paths, Path root, Predicate<SourceFile> visitor) {
    this.looks = looks;
    this.paths = paths;
    this.root = root;
    this.visitor = visitor;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return folder.equals(root) || isOpen(folder)
        ? FileVisitResult.CONTINUE
        : FileVisitResult.SKIP_SUBTREE;
  }

  private boolean isOpen(Path folder) {
    try {
      return !TreePaths.isHidden(folder)
          && paths.mayOfferBelow(pathOf(folder), folder)
          && FileStatus.of(folder).worldMayEnter();
    } catch (IOException e) {
      // It went away meanwhile.
      return false;
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (TreePaths.isHidden(file)) {
      return FileVisitResult.CONTINUE;
    }
    String path = pathOf(file);
    // The way to here is known to be open, unless the file is a link or its name cannot be asked
    // for.
    boolean known = attributes.isRegularFile() && path.indexOf(NO_TEXT) < 0;
    boolean goOn =
        (known ? looks.fileAt(path, file) : looks.find(path)).map(visitor::test).orElse(true);
    return goOn ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
  }

  private String pathOf(Path place) {
    return "/" + root.relativize(place);
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (file.equals(root)) {
      throw e;
    }
    return passOver(e);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
    return e == null ? FileVisitResult.CONTINUE : passOver(e);
  }

  private static FileVisitResult passOver(IOException e) {
    log.log(DEBUG, () -> "passed over: " + e);
    return FileVisitResult.CONTINUE;
  }
}
