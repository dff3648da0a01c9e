package org.spillway.dns.update;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.Name;

/**
 * Keeps one zone at one primary equal to what is published. For one thread; only {@link #stats} may
 * be called by others.
 */
final class Publisher {
  private static final System.Logger log = System.getLogger(Publisher.class.getName());

  /** The number of times in a row that others may change the zone first before we pause. */
  private static final int MAX_OVERTAKEN = 5;

  private final Primary primary;
  private final Name updated;
  private final FallbackZone zone;
  private final PublishedRecords published;
  private final PublishedNames known;
  private final PrimaryReader reader;
  private final UpdateTiming timing;
  private final LongSupplier nanoTime;
  private final SerialWatch watch;
  private final Backlog backlog;

  private boolean inDoubt = true;
  private boolean wasComplete;

  /** The time when the zones were last compared; meaningless while in doubt. */
  private long reconciled;

  private String error = "";
  private volatile UpdateStats stats;

  /**
   * @param nanoTime as {@link System#nanoTime}, because the clock on the wall can be set
   */
  Publisher(
      Primary primary,
      FallbackZone zone,
      PublishedRecords published,
      PublishedNames known,
      UpdateTiming timing,
      LongSupplier nanoTime) {
    this.primary = primary;
    this.updated = primary.zoneOf(zone.origin());
    this.zone = zone;
    this.published = published;
    this.known = known;
    this.reader = new PrimaryReader(updated, zone);
    this.timing = timing;
    this.nanoTime = nanoTime;
    this.backlog = new Backlog(published);
    this.watch = new SerialWatch(timing.glance(), nanoTime);
    this.stats = current();
  }

  /**
   * Notes that it is no longer known what the primary holds, so that it is read before anything is
   * sent.
   */
  void doubt() {
    inDoubt = true;
  }

  /** Returns the state after the last step. Safe for use by many threads. */
  UpdateStats stats() {
    return stats;
  }

  /**
   * Notes whether the primary takes updates.
   *
   * @param error why the primary takes no updates now; empty if it takes them
   */
  void note(String error) {
    this.error = error;
    stats = current();
  }

  private UpdateStats current() {
    return new UpdateStats(
        primary.toString(),
        zone.origin().toString(),
        known.size(),
        backlog.size(),
        backlog.foreign().size(),
        error);
  }

  /** Returns the zone at the primary. */
  Name updated() {
    return updated;
  }

  /** Returns whether there is something to send to the primary, or to read there. */
  boolean hasWork() {
    if (!inDoubt && !backlog.follow()) {
      doubt();
    }
    return hasNews() || watch.isDue();
  }

  private boolean hasNews() {
    return mustReconcile() || !backlog.isEmpty();
  }

  private boolean mustReconcile() {
    return inDoubt
        || (published.isComplete() && !wasComplete)
        || nanoTime.getAsLong() - reconciled > timing.reconcile().toNanos();
  }

  /**
   * Sends all that is to be sent.
   *
   * @throws RefusedException if the primary refuses it
   */
  void work(PrimaryConnection connection) throws IOException {
    glance(connection);
    if (hasNews()) {
      tell(connection);
      // This is what our own updates made of it.
      glance(connection);
    }
  }

  private void glance(PrimaryConnection connection) throws IOException {
    if (watch.wentBack(reader.soa(connection).getSerial())) {
      log.log(INFO, "dns.update: {0} went back to an old state of {1}", primary, updated);
      doubt();
    }
  }

  private void tell(PrimaryConnection connection) throws IOException {
    if (mustReconcile()) {
      reconcile(connection);
    }
    for (int overtaken = 0; !backlog.isEmpty(); overtaken++) {
      if (overtaken > MAX_OVERTAKEN) {
        throw new IOException("others keep changing the zone at the same time");
      }
      deliver(connection);
    }
  }

  private void reconcile(PrimaryConnection connection) throws IOException {
    var reconciliation = new Reconciliation(reader, published, known);
    reconciliation.reconcile(connection);
    backlog.begin(reconciliation);
    reconciled = nanoTime.getAsLong();
    wasComplete = reconciliation.isComplete();
    inDoubt = false;
    warnOfForeign();
    stats = current();
  }

  private void warnOfForeign() {
    var foreign = backlog.foreign();
    if (!foreign.isEmpty()) {
      log.log(
          WARNING,
          "dns.update: {0} holds records of others at {1} names, such as {2}, which are left alone",
          primary,
          foreign.size(),
          zone.owner(foreign.iterator().next()));
    }
  }

  /** Sends all pending names, in portions; ends early if others changed the zone first. */
  private void deliver(PrimaryConnection connection) throws IOException {
    var names = backlog.inOrder();
    boolean overtaken = false;
    for (int from = 0; from < names.size() && !overtaken; from += PrimaryReader.AT_A_TIME) {
      int to = Math.min(from + PrimaryReader.AT_A_TIME, names.size());
      var run = new UpdateRun(connection, reader, published, known);
      run.update(names.subList(from, to));
      settle(run);
      overtaken = run.isOvertaken();
    }
  }

  private void settle(UpdateRun run) {
    if (backlog.settle(run)) {
      warnOfForeign();
    }
    if (run.hasLost()) {
      // What it lost here it may have lost elsewhere.
      doubt();
    }
    stats = current();
  }
}
