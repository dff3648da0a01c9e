package org.spillway.catalog.folder;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.spillway.catalog.disk.Disk;
import org.spillway.catalog.source.SourceFile;

/** A walk through a file tree by a thread of its own, which is given up when it hangs. */
final class PatientWalk {
  /** The time after which a walk that has looked at nothing new usually hangs. */
  static final Duration SILENCE = Duration.ofSeconds(10);

  /** The walk that the thread makes. */
  interface Walk {
    void walk(Predicate<SourceFile> visitor, Runnable progress) throws IOException;
  }

  private final Walk walk;
  private final Predicate<SourceFile> visitor;
  private final Runnable ended;
  private final Duration silence;
  private final AtomicLong looks = new AtomicLong();
  private boolean givenUp;

  /**
   * Makes a walk that has not begun.
   *
   * @param visitor is not called any more when {@link #run} has returned or thrown
   * @param ended is run by the thread at its end, which may come long after {@link #run}
   * @param silence the time after which a walk that has looked at nothing new is given up
   */
  PatientWalk(Walk walk, Predicate<SourceFile> visitor, Runnable ended, Duration silence) {
    this.walk = walk;
    this.visitor = visitor;
    this.ended = ended;
    this.silence = silence;
  }

  /**
   * Walks, and waits for the end.
   *
   * @throws IOException if the tree cannot be walked, or a disk does not answer
   */
  void run() throws IOException {
    var task =
        new FutureTask<>(
            () -> {
              try {
                walk.walk(this::visit, looks::incrementAndGet);
              } finally {
                ended.run();
              }
              return true;
            });
    var thread = new Thread(task, "catalog-walk");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // The system has no thread left: the next walk must not find this one under way.
      ended.run();
      throw e;
    }
    try {
      await(task);
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
      throw new IOException("the walk was interrupted", e);
    }
  }

  private synchronized boolean visit(SourceFile file) {
    return !givenUp && visitor.test(file);
  }

  private synchronized void giveUp() {
    givenUp = true;
  }

  private void await(FutureTask<Boolean> task) throws IOException, InterruptedException {
    long before = -1;
    while (true) {
      try {
        task.get(silence.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        long now = looks.get();
        if (now == before) {
          giveUp();
          throw new IOException("content.root: the disk does not answer", e);
        }
        before = now;
      } catch (ExecutionException e) {
        throw Disk.failureOf(e);
      }
    }
  }
}
