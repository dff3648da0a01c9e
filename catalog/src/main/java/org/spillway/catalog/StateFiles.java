package org.spillway.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.spillway.torrent.fallback.RequestHash;

/**
 * The names of the files in the state folder: one for each path, under the SHA-1 of the path in
 * hexadecimal. That of a path that is not offered any more is set aside under another name: the
 * file can come back. Safe for use by many threads.
 */
final class StateFiles {
  private static final String ASIDE = ".aside";

  /**
   * The number of hexadecimal digits that fit into a long, which is enough to tell a million paths
   * apart.
   */
  private static final int KEY = 15;

  private final Path folder;

  StateFiles(Path folder) {
    this.folder = folder;
  }

  Path of(String path) {
    String hex = RequestHash.ofPath(path).hex();
    return folder.resolve(hex.substring(0, 2)).resolve(hex.substring(2));
  }

  static Path aside(Path file) {
    return file.resolveSibling(file.getFileName() + ASIDE);
  }

  private static boolean isAside(Path file) {
    return file.getFileName().toString().endsWith(ASIDE);
  }

  void setAside(String path) throws IOException {
    Path file = of(path);
    moveIfThere(file, aside(file));
  }

  void takeBack(String path) throws IOException {
    Path file = of(path);
    if (!Files.exists(file)) {
      moveIfThere(aside(file), file);
    }
  }

  void delete(String path) throws IOException {
    Path file = of(path);
    Files.deleteIfExists(file);
    Files.deleteIfExists(aside(file));
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // The disk was full when it was written.
    }
  }

  /** Shows each file that is not set aside to the visitor. */
  void forEach(Consumer<Path> visitor) throws IOException {
    forEachWhile(
        file -> {
          visitor.accept(file);
          return true;
        });
  }

  /**
   * Visits the files like {@link #forEach}, but ends as soon as the visitor returns false.
   *
   * @return whether it has seen all
   */
  boolean forEachWhile(Predicate<Path> visitor) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path part : parts) {
        if (!forEachIn(part, visitor)) {
          return false;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return true;
  }

  private static boolean forEachIn(Path part, Predicate<Path> visitor) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(part, file -> !isAside(file))) {
      for (Path file : files) {
        if (!visitor.test(file)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns whether all files are set aside. */
  boolean isEmpty() throws IOException {
    return forEachWhile(file -> false);
  }

  /** Sets aside the files of all other paths. */
  void keepOnly(Collection<String> paths) throws IOException {
    long[] kept = paths.stream().mapToLong(path -> keyOf(of(path))).sorted().toArray();
    try {
      forEach(
          file -> {
            if (Arrays.binarySearch(kept, keyOf(file)) < 0) {
              setAside(file);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void setAside(Path file) {
    try {
      moveIfThere(file, aside(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long keyOf(Path file) {
    String hex = folder.relativize(file).toString().replace("/", "");
    return Long.parseLong(hex.substring(0, KEY), 16);
  }
}
