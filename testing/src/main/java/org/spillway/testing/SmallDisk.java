package org.spillway.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A file system in memory of 4 MB, which a test mounts and fills up. For root. */
public final class SmallDisk implements AutoCloseable {
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final int PAGE = 4096;

  private final Path folder;
  private final Path filler;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.filler = folder.resolve("filler");
  }

  /** Mounts it at an empty folder. */
  public static SmallDisk mount(Path folder) throws IOException, InterruptedException {
    Program.run(MOST, "mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString());
    return new SmallDisk(folder);
  }

  /** Leaves no room, but for what fits into the last page of a file that is there. */
  public void fill() throws IOException {
    try (var file = new RandomAccessFile(filler.toFile(), "rw")) {
      while (true) {
        file.write(new byte[PAGE]);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  public void makeRoom() throws IOException {
    Files.delete(filler);
  }

  @Override
  public void close() throws IOException {
    try {
      Program.run(MOST, "umount", "--lazy", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
