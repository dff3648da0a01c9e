package org.spillway.webapp.download;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder that is deleted when it is closed or when the process ends, also by Ctrl-C.
 *
 * @param folder the folder, below {@code TMPDIR} if that is set
 */
record Spool(Path folder, Thread hook) implements AutoCloseable {
  static Spool create() throws IOException {
    String place = System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"));
    Path folder = Files.createTempDirectory(Path.of(place), "spillway-");
    var hook = new Thread(() -> deleteQuietly(folder), "spool");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Spool(folder, hook);
  }

  private static void deleteQuietly(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      // The download still writes there, and the system clears such folders in time.
    }
  }

  /** Deletes a folder with all that is in it. No symbolic link is followed. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path below, @Nullable IOException problem)
              throws IOException {
            Files.deleteIfExists(below);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook deletes the folder.
      return;
    }
    delete(folder);
  }
}
