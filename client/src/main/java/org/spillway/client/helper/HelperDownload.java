package org.spillway.client.helper;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadException;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.client.Source;

/**
 * One download of the helper, from its start to its end over any number of attempts. Pausing or
 * cancelling interrupts the attempt; a new one waits until the one before has let go of the file.
 * Safe for use by many threads.
 */
final class HelperDownload {
  private static final System.Logger log = System.getLogger(HelperDownload.class.getName());

  /** Longer failures are cut, in characters: they name every source that failed. */
  private static final int MAX_FAILURE = 500;

  private final String id;
  private final DownloadSource source;
  private final Path target;
  private final JournalEntry entry;
  private final Tools tools;
  private final RateMeter meter = new RateMeter(System::nanoTime);
  private final Object publishing = new Object();
  private Phase phase;
  private String failure;
  private Received received;
  private long length;
  private long verified;
  private int peers;
  private @Nullable Attempt attempt;
  private boolean busy;
  private @Nullable DownloadState published;

  /**
   * What every download needs.
   *
   * @param executor runs the attempts; how many at once is its affair
   * @param listener hears of each change, one after the other
   */
  record Tools(Downloader downloader, ExecutorService executor, Consumer<DownloadState> listener) {}

  /**
   * @param entry which the download has claimed, and which holds what is remembered
   */
  HelperDownload(String id, Remembered remembered, JournalEntry entry, Tools tools) {
    this.id = id;
    this.source = remembered.source();
    this.target = remembered.target();
    this.entry = entry;
    this.tools = tools;
    this.phase = remembered.phase();
    this.failure = remembered.failure();
    this.received = remembered.received();
    this.length = remembered.length();
    this.verified = remembered.verified();
  }

  synchronized DownloadState state() {
    boolean active = phase == Phase.DOWNLOADING;
    return new DownloadState(
        id,
        source.url(),
        target,
        length,
        phase,
        verified,
        received,
        active ? peers : 0,
        active ? meter.rate() : 0,
        failure);
  }

  /** Tells the listener, unless nothing has changed since it was told last. */
  void publishIfChanged() {
    synchronized (publishing) {
      var now = state();
      if (!now.equals(published)) {
        published = now;
        tools.listener.accept(now);
      }
    }
  }

  /** Begins, or goes on after a restart of the helper; a paused or failed one stays as it is. */
  void begin() {
    synchronized (this) {
      if (phase == Phase.WAITING) {
        attempt = new Attempt();
        attempt.future = tools.executor.submit(attempt);
      }
    }
    settle();
    publishIfChanged();
  }

  void pause() {
    synchronized (this) {
      if (phase.isActive()) {
        phase = Phase.PAUSED;
        stopAttempt();
        remember();
      }
    }
    publishIfChanged();
  }

  /** Goes on with a paused or failed download. */
  void resume() {
    synchronized (this) {
      if (phase != Phase.PAUSED && phase != Phase.FAILED) {
        return;
      }
      phase = Phase.WAITING;
      failure = "";
      remember();
    }
    begin();
  }

  /** Ends it, and removes what there is of an unfinished file; a finished one stays. */
  void cancel() {
    synchronized (this) {
      if (phase.isOver()) {
        return;
      }
      phase = Phase.CANCELLED;
      stopAttempt();
      remember();
    }
    settle();
    publishIfChanged();
  }

  private void stopAttempt() {
    if (attempt != null) {
      attempt.stop();
      attempt = null;
    }
  }

  private void remember() {
    try {
      entry.write(new Remembered(source, target, phase, failure, received, length, verified));
    } catch (IOException e) {
      log.log(WARNING, "the journal of the downloads cannot be written: {0}", e.getMessage());
    }
  }

  /** What is over is forgotten, once no attempt is at the file any more. */
  private synchronized void settle() {
    if (!phase.isOver() || busy) {
      return;
    }
    try {
      if (phase == Phase.CANCELLED) {
        Downloader.discard(target);
      }
      entry.delete();
    } catch (IOException e) {
      log.log(WARNING, "a download cannot be cleared away: {0}", e.getMessage());
    }
  }

  /** Stops it for now, because the helper ends; it counts as unfinished. */
  synchronized void halt() {
    stopAttempt();
  }

  /** Lets go of the download when the helper ends; another one may claim it then. */
  synchronized void release() {
    if (phase.isOver()) {
      return;
    }
    remember();
    try {
      entry.close();
    } catch (IOException e) {
      log.log(WARNING, "the journal of the downloads cannot be closed: {0}", e.getMessage());
    }
  }

  /** Waits for the attempt before; false if this one is not wanted any more. */
  private synchronized boolean enter(Attempt entering) throws InterruptedException {
    while (busy && attempt == entering) {
      wait();
    }
    if (attempt != entering) {
      return false;
    }
    busy = true;
    phase = Phase.DOWNLOADING;
    verified = 0;
    peers = 0;
    meter.reset();
    return true;
  }

  private void leave() {
    synchronized (this) {
      busy = false;
      notifyAll();
    }
    settle();
    publishIfChanged();
  }

  /** The file is complete; that counts even if somebody has just paused. */
  private synchronized void done() {
    if (phase != Phase.CANCELLED) {
      phase = Phase.DONE;
      length = verified;
    }
    attempt = null;
  }

  private synchronized void failed(Attempt failed, String reason) {
    if (attempt != failed) {
      return;
    }
    attempt = null;
    phase = Phase.FAILED;
    failure = reason.length() <= MAX_FAILURE ? reason : reason.substring(0, MAX_FAILURE) + " ...";
    remember();
  }

  /** One try to get the file. */
  private final class Attempt implements Runnable, Progress {
    private @Nullable Future<?> future;

    void stop() {
      if (future != null) {
        future.cancel(true);
      }
    }

    @Override
    public void run() {
      try {
        if (enter(this)) {
          download();
        }
      } catch (InterruptedException e) {
        // Paused, cancelled, or the helper ends: what is verified is on the disk.
      }
    }

    private void download() throws InterruptedException {
      publishIfChanged();
      try {
        source.download(tools.downloader, target, this);
        done();
      } catch (DownloadException e) {
        stoppedBy(e, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        log.log(WARNING, source.url() + ": a mistake of this program", e);
        stoppedBy(e, "The helper made a mistake: " + e);
      } finally {
        leave();
      }
    }

    /** An interrupted attempt may end with any failure. */
    private void stoppedBy(Exception e, String reason) throws InterruptedException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      failed(this, reason);
    }

    @Override
    public void started(String name, long bytes) {
      synchronized (HelperDownload.this) {
        length = Math.max(0, bytes);
        verified = 0;
      }
    }

    @Override
    public void received(Source from, long bytes) {
      synchronized (HelperDownload.this) {
        verified += bytes;
        received = received.and(from, bytes);
        if (from != Source.RESUMED) {
          meter.add(bytes);
        }
        show(from == Source.RESUMED ? Phase.CHECKING : Phase.DOWNLOADING);
      }
    }

    @Override
    public void peers(int connected) {
      synchronized (HelperDownload.this) {
        peers = connected;
        show(Phase.DOWNLOADING);
      }
    }

    private void show(Phase now) {
      if (attempt == this) {
        phase = now;
      }
    }
  }
}
