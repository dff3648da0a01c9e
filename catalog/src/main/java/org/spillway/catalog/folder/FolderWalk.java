package org.spillway.catalog.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits a folder and everything below it like {@link Files#walkFileTree(Path, FileVisitor)}, but
 * does not even look at some folders, as that method does before it asks its visitor.
 */
final class FolderWalk {
  private final Set<Path> passedOver;
  private final FileVisitor<Path> visitor;
  private final Runnable progress;

  /**
   * Makes a walk that has not begun.
   *
   * @param passedOver the folders that are not even looked at
   * @param progress is run before each look
   */
  FolderWalk(Set<Path> passedOver, FileVisitor<Path> visitor, Runnable progress) {
    this.passedOver = passedOver;
    this.visitor = visitor;
    this.progress = progress;
  }

  /**
   * Visits a folder and everything below it; follows no link.
   *
   * @throws IOException if the visitor throws it, which it must do for the root alone
   */
  void walk(Path root) throws IOException {
    visit(root);
  }

  /** Visits a file or folder; returns false if the walk must end. */
  private boolean visit(Path place) throws IOException {
    progress.run();
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(place, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (IOException e) {
      return goesOn(visitor.visitFileFailed(place, e));
    }
    return attributes.isDirectory()
        ? visitFolder(place, attributes)
        : goesOn(visitor.visitFile(place, attributes));
  }

  private boolean visitFolder(Path folder, BasicFileAttributes attributes) throws IOException {
    var before = visitor.preVisitDirectory(folder, attributes);
    if (before != FileVisitResult.CONTINUE) {
      return goesOn(before);
    }
    @Nullable IOException failure = null;
    try (var entries = Files.newDirectoryStream(FolderPaths.inside(folder))) {
      if (!visitAll(folder, entries)) {
        return false;
      }
    } catch (DirectoryIteratorException e) {
      failure = e.getCause();
    } catch (IOException e) {
      return goesOn(visitor.visitFileFailed(folder, e));
    }
    return goesOn(visitor.postVisitDirectory(folder, failure));
  }

  private boolean visitAll(Path folder, DirectoryStream<Path> entries) throws IOException {
    for (Path entry : entries) {
      Path place = folder.resolve(entry.getFileName());
      if (!passedOver.contains(place) && !visit(place)) {
        return false;
      }
    }
    return true;
  }

  private static boolean goesOn(FileVisitResult result) {
    return result != FileVisitResult.TERMINATE;
  }
}
