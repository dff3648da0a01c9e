package org.spillway.catalog.source;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

/**
 * Tells content that is lost from content that was removed: a disk that is not mounted, a root that
 * cannot be read, a bucket that does not list what it listed. Nothing is withdrawn in an outage.
 * Safe for use by many threads.
 */
public final class Outage {
  private static final System.Logger log = System.getLogger(Outage.class.getName());

  private static final String EMPTY = "nothing is there of what was offered before the start";

  private final ContentSource source;

  /**
   * Whether the first walk, and every later one, found nothing although files were offered before.
   */
  private volatile boolean emptySinceStart;

  private volatile boolean known;

  public Outage(ContentSource source) {
    this.source = source;
  }

  /**
   * Returns whether a path may lead to nothing because the content is lost; looks at the source.
   */
  public boolean isOut(String path) {
    if (emptySinceStart) {
      return true;
    }
    var problem = source.outage(path);
    problem.ifPresent(this::began);
    return problem.isPresent();
  }

  /**
   * Returns the same as {@link #isOut} for a path that was never offered, but looks only if an
   * outage is known.
   */
  public boolean isKnownAt(String path) {
    return known && isOut(path);
  }

  public boolean isEmptySinceStart() {
    return emptySinceStart;
  }

  public void beganEmpty() {
    emptySinceStart = true;
    began(EMPTY);
  }

  public synchronized void began(String problem) {
    if (!known) {
      known = true;
      log.log(
          WARNING,
          "the content is lost: {0}; torrents and DNS records stay as they are. If it was removed"
              + " on purpose, start once with catalog.confirm-empty=true",
          problem);
    }
  }

  /** Ends the outage, because a walk found the content. */
  public synchronized void over() {
    emptySinceStart = false;
    if (known) {
      known = false;
      log.log(INFO, "the content is there again");
    }
  }
}
