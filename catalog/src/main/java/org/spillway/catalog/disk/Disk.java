package org.spillway.catalog.disk;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * One file system, and the calls that it is to answer. A local one that answers is called by the
 * thread that wants to know, which costs nothing; any other one by threads that may be lost to it,
 * for which the caller waits only so long. Safe for use by many threads.
 */
public final class Disk {
  /** A call that a disk answers. */
  public interface Call<T> {
    T ask() throws IOException;
  }

  /** The threads that may wait for one file system at a time. */
  private static final int THREADS = 16;

  /** When this many calls were given up and have not returned, no further one is tried. */
  private static final int GIVEN_UP = 4;

  /** The time that a further call may take while another one hangs, in nanoseconds. */
  private static final long LITTLE = TimeUnit.MILLISECONDS.toNanos(100);

  /** When this many direct calls are under way, further calls are not made directly. */
  private static final int DIRECT = 8;

  /** A disk from which no direct call has returned for so long is not called directly. */
  private static final long SUSPICIOUS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Mount mount;
  private final Executor threads;
  private final LongSupplier nanoTime;
  private final Semaphore permits = new Semaphore(THREADS);
  private final AtomicInteger givenUp = new AtomicInteger();
  private final AtomicInteger direct = new AtomicInteger();

  /** The time when a direct call returned last, or began while there was no other one. */
  private volatile long answered;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Disk(Mount mount, Executor threads, LongSupplier nanoTime) {
    this.mount = mount;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /**
   * Asks the disk.
   *
   * @param call may go on, and may never end, after this has thrown; it must not touch anything
   *     that the caller uses again
   * @throws DiskSilentException if it does not answer in time
   */
  public <T> T ask(Call<T> call, Duration patience) throws IOException {
    return ask(call, call, patience);
  }

  /**
   * Asks the disk like {@link #ask(Call, Duration)}, in a simpler form if this thread does so.
   *
   * @param direct has ended when this returns or throws
   */
  public <T> T ask(Call<T> direct, Call<T> byAnother, Duration patience) throws IOException {
    return mayBeAskedDirectly() ? askDirectly(direct) : askByAnother(byAnother, patience);
  }

  /**
   * Returns whether the thread that calls {@link #ask} asks the disk itself, as far as can be told
   * now: the disk is local and answers.
   */
  public boolean mayBeAskedDirectly() {
    int calls = direct.get();
    return mount.isLocal()
        && (calls == 0 || (calls < DIRECT && nanoTime.getAsLong() - answered < SUSPICIOUS));
  }

  private <T> T askDirectly(Call<T> call) throws IOException {
    if (direct.getAndIncrement() == 0) {
      answered = nanoTime.getAsLong();
    }
    try {
      return call.ask();
    } finally {
      answered = nanoTime.getAsLong();
      direct.decrementAndGet();
    }
  }

  private <T> T askByAnother(Call<T> call, Duration most) throws IOException {
    long patience = isHanging() ? Math.min(LITTLE, most.toNanos()) : most.toNanos();
    try {
      if (isSilent() || !permits.tryAcquire(patience, TimeUnit.NANOSECONDS)) {
        throw new DiskSilentException(mount.point());
      }
      return put(new Question<>(call)).answer(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DiskSilentException(mount.point());
    }
  }

  private <T> Question<T> put(Question<T> question) throws DiskSilentException {
    try {
      threads.execute(question);
      return question;
    } catch (RejectedExecutionException e) {
      permits.release();
      throw new DiskSilentException(mount.point());
    }
  }

  /** Returns whether so many calls hang that no further one is tried. */
  public boolean isSilent() {
    return givenUp.get() >= GIVEN_UP;
  }

  /** Returns whether a call was given up and has not returned. */
  public boolean isHanging() {
    return givenUp.get() > 0;
  }

  private enum State {
    ASKED,
    ANSWERED,
    GIVEN_UP
  }

  /** A call that another thread makes. */
  private final class Question<T> extends FutureTask<T> {
    private final Object lock = new Object();
    private State state = State.ASKED;

    Question(Call<T> call) {
      super(call::ask);
    }

    @Override
    protected void done() {
      synchronized (lock) {
        if (state == State.GIVEN_UP) {
          givenUp.decrementAndGet();
        }
        state = State.ANSWERED;
      }
      permits.release();
    }

    /**
     * @param patience the longest wait, in nanoseconds
     */
    T answer(long patience) throws IOException, InterruptedException {
      try {
        return get(patience, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        giveUp();
        throw new DiskSilentException(mount.point());
      } catch (ExecutionException e) {
        throw failureOf(e);
      }
    }

    private void giveUp() {
      synchronized (lock) {
        if (state == State.ASKED) {
          state = State.GIVEN_UP;
          givenUp.incrementAndGet();
        }
      }
    }
  }

  /** Returns what made a call of another thread fail; throws it if it is unchecked. */
  public static IOException failureOf(ExecutionException failure) {
    var cause = failure.getCause();
    if (cause instanceof IOException e) {
      return e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IOException(failure);
  }
}
