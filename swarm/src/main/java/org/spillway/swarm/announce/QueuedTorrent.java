package org.spillway.swarm.announce;

import java.time.Duration;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceEvent;

/** A torrent that is announced to one tracker. Used on one event loop. */
final class QueuedTorrent {
  private final InfoHash infoHash;
  private final long number;
  private long due;
  private String trackerId = "";
  private boolean isKnown;
  private boolean isLeaving;
  private int refusals;

  /**
   * @param number is higher than that of each torrent before
   * @param due when to announce it, by the clock of the loop
   */
  QueuedTorrent(InfoHash infoHash, long number, long due) {
    this.infoHash = infoHash;
    this.number = number;
    this.due = due;
  }

  /** Returns which of two torrents is to be announced first. */
  static int compare(QueuedTorrent one, QueuedTorrent other) {
    int byTime = Long.signum(one.due - other.due);
    return byTime != 0 ? byTime : Long.compare(one.number, other.number);
  }

  InfoHash infoHash() {
    return infoHash;
  }

  /** Returns how long to wait until the torrent is to be announced. */
  long nanosUntilDue(long now) {
    return due - now;
  }

  /** Sets when to announce it; must not be called while it is in a sorted queue. */
  void announceAfter(long now, Duration wait) {
    due = now + wait.toNanos();
  }

  String trackerId() {
    return trackerId;
  }

  /** Returns whether the tracker has accepted an announce of it. */
  boolean isKnown() {
    return isKnown;
  }

  /** Returns whether it is no longer offered, so that the tracker must only be told so. */
  boolean isLeaving() {
    return isLeaving;
  }

  void setLeaving(boolean leaving) {
    isLeaving = leaving;
  }

  AnnounceEvent event() {
    if (isLeaving) {
      return AnnounceEvent.STOPPED;
    }
    return isKnown ? AnnounceEvent.NONE : AnnounceEvent.STARTED;
  }

  void accepted(AnnounceEvent event, String newTrackerId) {
    isKnown = event != AnnounceEvent.STOPPED;
    refusals = 0;
    trackerId = newTrackerId.isEmpty() ? trackerId : newTrackerId;
  }

  /** Counts a refusal, and returns how many there were in a row. */
  int refused() {
    return ++refusals;
  }
}
