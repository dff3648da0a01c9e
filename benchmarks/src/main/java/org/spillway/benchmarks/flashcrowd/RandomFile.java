package org.spillway.benchmarks.flashcrowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;

/** Makes content that cannot be compressed. */
final class RandomFile {
  private static final int PORTION = 1024 * 1024;

  private RandomFile() {}

  /**
   * Writes a file that the world may read: the same bytes for the same seed.
   *
   * @param folder is made if it is not there
   */
  static Path write(Path folder, String name, int mebibytes, long seed) throws IOException {
    Path file = Files.createDirectories(folder).resolve(name);
    var random = new SplittableRandom(seed);
    byte[] portion = new byte[PORTION];
    try (var output = Files.newOutputStream(file)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(portion);
        output.write(portion);
      }
    }
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
