package org.spillway.catalog;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.Outage;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.SourceFile;

/**
 * Compares the whole tree with what is offered, again and again, on a thread of its own. While the
 * content is lost, what was offered before stays.
 */
final class Recheck implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Recheck.class.getName());

  /** The number of paths looked at in one step. */
  private static final int LOOKS = 256;

  /** Is told of each file, on the thread that walks. */
  interface Visitor {
    /** Is told of a file that is there. */
    void found(SourceFile file);

    /** Is told of a path that was offered, and where the walk found nothing. */
    void missed(String path);
  }

  private final CatalogSettings settings;
  private final ContentSource source;
  private final TorrentStore store;
  private final StateWriter state;
  private final Outage outage;
  private final OfferedTorrents offered;
  private final KnownTorrents known;
  private final FirstWalk firstWalk;
  private final Visitor visitor;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var made = new Thread(task, "catalog-recheck");
            made.setDaemon(true);
            return made;
          });

  /**
   * Whether the state folder was told what the first walk found; used only by the thread that
   * walks.
   */
  private boolean noted;

  /**
   * Whether the files that were offered before the start are offered without a look; used only by
   * the thread that walks.
   */
  private boolean held;

  Recheck(
      CatalogSettings settings,
      ContentSource source,
      TorrentStore store,
      StateWriter state,
      Outage outage,
      OfferedTorrents offered,
      KnownTorrents known,
      FirstWalk firstWalk,
      Visitor visitor) {
    this.settings = settings;
    this.source = source;
    this.store = store;
    this.state = state;
    this.outage = outage;
    this.offered = offered;
    this.known = known;
    this.firstWalk = firstWalk;
    this.visitor = visitor;
  }

  void start(Duration period) {
    var unused =
        thread.scheduleWithFixedDelay(this::run, 0, period.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean isEnding() {
    return thread.isShutdown();
  }

  private void run() {
    try {
      var unseen = new HashSet<>(offered.index().paths());
      var found = new AtomicBoolean();
      source.walk(
          file -> {
            found.set(true);
            unseen.remove(file.path());
            visitor.found(file);
            return !isEnding();
          });
      walked(found.get());
      lookAt(unseen);
    } catch (IOException e) {
      outage.began(Problem.of(e));
      holdAll();
    } catch (RuntimeException | Error e) {
      // Thrown on, it would end all later rechecks without a word.
      log.log(ERROR, "recheck ended early", e);
    }
  }

  private void walked(boolean found) {
    if (!found && mayHold() && !settings.confirmEmpty() && mayHaveOffered()) {
      outage.beganEmpty();
    }
    if (!found && outage.isEmptySinceStart()) {
      holdAll();
    } else if (!isEnding()) {
      foundAll();
    }
  }

  /** Returns whether anything was offered before the start, or nobody can tell. */
  private boolean mayHaveOffered() {
    try {
      return !store.isEmpty();
    } catch (IOException e) {
      warnOfState(e);
      return true;
    }
  }

  private void warnOfState(IOException e) {
    log.log(WARNING, "state-dir: {0} cannot be read: {1}", settings.stateDir(), Problem.of(e));
  }

  private void foundAll() {
    if (source.outage("/").isEmpty()) {
      outage.over();
    }
    if (!noted) {
      noted = true;
      state.note(settings.root(), () -> offered.index().paths());
    }
    tellWalked();
  }

  private void tellWalked() {
    offered.walked();
    firstWalk.ended();
  }

  /**
   * Returns whether what was offered before the start is still to be compared with what is there
   * now.
   */
  private boolean mayHold() {
    return !noted && !held && store.isOf(settings.root());
  }

  /** Offers what was offered before the start, as nobody can tell that it is gone. */
  private void holdAll() {
    if (!mayHold() || isEnding()) {
      return;
    }
    held = true;
    try {
      store.forEach(known::hold);
    } catch (IOException e) {
      warnOfState(e);
    }
    tellWalked();
  }

  private void lookAt(Set<String> paths) {
    List<String> next = new ArrayList<>();
    var rest = paths.iterator();
    while (rest.hasNext() && !isEnding()) {
      next.clear();
      while (rest.hasNext() && next.size() < LOOKS) {
        next.add(rest.next());
      }
      source.expect(next);
      next.forEach(visitor::missed);
    }
  }

  /** Lets the walk end at the next file; does not wait for that. */
  void shutdown() {
    thread.shutdown();
  }

  /** Waits for the end of the walk. */
  @Override
  public void close() {
    shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        log.log(WARNING, "the recheck does not end: a disk does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
