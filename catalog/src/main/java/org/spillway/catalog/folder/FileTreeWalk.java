package org.spillway.catalog.folder;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Omissions;
import org.spillway.catalog.source.Omissions.Reason;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.Visibility;

/**
 * Walks through a tree without following links to folders, because the targets inside the root are
 * visited there.
 */
final class FileTreeWalk extends SimpleFileVisitor<Path> {
  private static final System.Logger log = System.getLogger(FileTreeWalk.class.getName());

  private final FileFinder finder;
  private final TreePaths paths;
  private final UnreadableNames oddNames;
  private final Path root;
  private final Predicate<SourceFile> visitor;
  private final Map<String, Volume> volumes = new HashMap<>();
  private final Omissions omissions = new Omissions();

  /** The volumes that the walk is in at the moment, the innermost first. */
  private final Deque<Volume> around = new ArrayDeque<>();

  FileTreeWalk(
      FileFinder finder,
      TreePaths paths,
      UnreadableNames oddNames,
      Path root,
      Predicate<SourceFile> visitor,
      Volume rootVolume) {
    this.finder = finder;
    this.paths = paths;
    this.oddNames = oddNames;
    this.root = root;
    this.visitor = visitor;
    volumes.put("", rootVolume);
    around.push(rootVolume);
  }

  /**
   * Returns the file systems that were found mounted, by their paths in the tree; the root itself
   * is at "".
   */
  Map<String, Volume> volumes() {
    return volumes;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (folder.equals(root)) {
      return FileVisitResult.CONTINUE;
    }
    if (!isOpen(folder)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    noteVolume(folder);
    return FileVisitResult.CONTINUE;
  }

  private void noteVolume(Path folder) {
    while (around.size() > 1 && !folder.startsWith(around.element().real())) {
      around.pop();
    }
    try {
      if (!Volume.deviceOf(folder).equals(around.element().device())) {
        around.push(Volume.at(folder));
        volumes.put(pathOf(folder), around.element());
      }
    } catch (IOException e) {
      passOver(e);
    }
  }

  private boolean isOpen(Path folder) {
    try {
      boolean isWanted =
          !Visibility.isHidden(folder)
              && oddNames.isReadable(folder)
              && paths.mayOfferBelow(pathOf(folder), folder);
      if (isWanted && !FileStatus.of(folder).worldMayEnter()) {
        omissions.add(Reason.CLOSED_FOLDER, pathOf(folder));
        return false;
      }
      return isWanted;
    } catch (IOException e) {
      // The file or folder disappeared meanwhile.
      return false;
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (Visibility.isHidden(file) || !oddNames.isReadable(file)) {
      return FileVisitResult.CONTINUE;
    }
    String path = pathOf(file);
    // The way to here is known to be open, unless the file is a link.
    boolean known = attributes.isRegularFile();
    var found = known ? finder.fileAt(path, file) : finder.find(path);
    if (found.isEmpty()) {
      omit(path, file, attributes);
    }
    boolean goOn = found.map(visitor::test).orElse(true);
    return goOn ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
  }

  private void omit(String path, Path file, BasicFileAttributes attributes) {
    if (!Visibility.isVisible(path) || !paths.mayBe(path)) {
      return;
    }
    if (attributes.isSymbolicLink()) {
      // A link to a folder leads to files that are offered, although they are not walked through.
      if (finder.kindOf(path) != PathKind.FOLDER) {
        omissions.add(Reason.LINK, path);
      }
    } else if (attributes.isRegularFile()) {
      omitFile(path, file);
    } else {
      omissions.add(Reason.NO_FILE, path);
    }
  }

  private void omitFile(String path, Path file) {
    try {
      if (!FileStatus.of(file).worldMayRead()) {
        omissions.add(Reason.UNREADABLE, path);
      }
    } catch (IOException e) {
      passOver(e);
    }
  }

  /** Returns what was found and is not offered. */
  Omissions omissions() {
    return omissions;
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
