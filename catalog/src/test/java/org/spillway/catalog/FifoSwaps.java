package org.spillway.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spillway.testing.Program;

/** Exchanges a file or folder for a FIFO and back, as fast as it can, on a thread of its own. */
public final class FifoSwaps implements AutoCloseable {
  private final AtomicBoolean over = new AtomicBoolean();
  private final Path place;
  private final Path aside;
  private final Path fifo;
  private final CompletableFuture<Integer> swaps;

  private FifoSwaps(Path place, Path elsewhere) {
    this.place = place;
    this.aside = elsewhere.resolve("aside");
    this.fifo = elsewhere.resolve("fifo");
    this.swaps = CompletableFuture.supplyAsync(this::swap);
  }

  /**
   * @param elsewhere a folder of the same file system for what is not at its place
   */
  public static FifoSwaps start(Path place, Path elsewhere)
      throws IOException, InterruptedException {
    Program.run(0, "mkfifo", "-m", "777", elsewhere.resolve("fifo").toString());
    return new FifoSwaps(place, elsewhere);
  }

  private int swap() {
    int count = 0;
    try {
      for (; !over.get(); count++) {
        Files.move(place, aside);
        Files.move(fifo, place);
        Files.move(place, fifo);
        Files.move(aside, place);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return count;
  }

  /** Ends with the file or folder at its place. */
  @Override
  public void close() {
    over.set(true);
    System.out.printf("swaps with a FIFO: %d%n", swaps.orTimeout(1, TimeUnit.MINUTES).join());
  }
}
