package org.spillway.client.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes and removes the folders of partial downloads. No symbolic link is followed. */
final class Folders {
  private Folders() {}

  /**
   * Makes a folder if it is missing. An empty file there has only reserved the name, and is
   * replaced.
   */
  static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      var attributes = Files.readAttributes(folder, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (attributes.isRegularFile() && attributes.size() == 0) {
        Files.delete(folder);
        Files.createDirectory(folder);
      } else if (!attributes.isDirectory()) {
        throw new StorageException(
            folder, "is not a folder; remove it, or choose another path with --output");
      }
    } catch (NoSuchFileException e) {
      throw new StorageException(folder, "no such folder");
    }
  }

  static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /**
   * Removes what does not belong to the torrent, such as files that another torrent of the same
   * name has left: nothing has verified them.
   *
   * @param alsoKept a file that stays as well
   */
  static void sweep(Path folder, DiskFiles disk, Path alsoKept) throws IOException {
    int expected = 1;
    for (int file = 0; file < disk.count(); file++) {
      expected += disk.isOnDisk(file) ? 1 : 0;
    }
    int[] found = new int[1];
    walk(
        folder,
        file -> {
          found[0]++;
          return true;
        });
    if (found[0] == expected) {
      return;
    }
    Set<Path> kept = new HashSet<>();
    kept.add(alsoKept);
    for (int file = 0; file < disk.count(); file++) {
      if (disk.isOnDisk(file)) {
        kept.add(disk.path(file));
      }
    }
    walk(folder, kept::contains);
  }

  /** Removes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    walk(folder, file -> false);
    Files.deleteIfExists(folder);
  }

  /** Removes the files below a folder that are not kept, and then folders that are empty. */
  private static void walk(Path folder, Predicate<Path> isKept) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isKept.test(file)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path below, @Nullable IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            try {
              if (!below.equals(folder)) {
                Files.delete(below);
              }
            } catch (DirectoryNotEmptyException e) {
              // It has files that are kept.
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
