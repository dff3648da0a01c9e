package org.spillway.catalog.version;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.spillway.catalog.source.SourceFile;

/**
 * The files that are to be confirmed, each version once, and how fast they may be read. Safe for
 * use by many threads; one of them takes.
 */
public final class ConfirmerQueue {
  /** A path, and whether a client asked for its file. */
  public record Task(String path, boolean asked) {}

  private static final long BYTES_PER_SECOND = 16L * 1024 * 1024;

  /** The number of bytes that may be read at once after a pause. */
  private static final long BURST = 64L * 1024 * 1024;

  private final LongSupplier nanoTime;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> found = new LinkedHashSet<>();

  /**
   * A hash of the version that was read last, by path. Its last bit tells whether somebody had
   * asked for the file.
   */
  private final Map<String, Integer> taken = new HashMap<>();

  private long budget = BURST;
  private long since;
  private boolean closed;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public ConfirmerQueue(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * @param isAsked whether a client asks for the file; false if a walk found it
   */
  public synchronized void add(SourceFile file, boolean isAsked) {
    Integer before = taken.get(file.path());
    int code = code(file, isAsked);
    if (before != null && (before == code || before == code(file, true))) {
      return;
    }
    taken.put(file.path(), code);
    found.remove(file.path());
    (isAsked ? asked : found).add(file.path());
    notifyAll();
  }

  private static int code(SourceFile file, boolean isAsked) {
    return (file.version().hashCode() & ~1) | (isAsked ? 1 : 0);
  }

  /**
   * Waits for a file.
   *
   * @return absent if the queue is closed
   */
  public synchronized Optional<Task> take() throws InterruptedException {
    while (!closed && asked.isEmpty() && found.isEmpty()) {
      wait();
    }
    if (closed) {
      return Optional.empty();
    }
    boolean isAsked = !asked.isEmpty();
    Iterator<String> next = (isAsked ? asked : found).iterator();
    var task = new Task(next.next(), isAsked);
    next.remove();
    return Optional.of(task);
  }

  /** A file that is confirmed, or gone, need not be remembered. */
  public synchronized void forget(String path) {
    taken.remove(path);
  }

  /** Waits until that many bytes could be read at the rate that is allowed. */
  public synchronized void spend(long bytes) throws InterruptedException {
    refill();
    budget -= bytes;
    while (!closed && budget < 0) {
      wait(TimeUnit.SECONDS.toMillis(1) * -budget / BYTES_PER_SECOND + 1);
      refill();
    }
  }

  private void refill() {
    long now = nanoTime.getAsLong();
    double seconds = (now - since) / (double) TimeUnit.SECONDS.toNanos(1);
    since = now;
    budget = Math.min(BURST, budget + (long) (seconds * BYTES_PER_SECOND));
  }

  public synchronized void close() {
    closed = true;
    asked.clear();
    found.clear();
    notifyAll();
  }
}
