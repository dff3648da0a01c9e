package org.spillway.swarm.announce;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;

/**
 * Announces all torrents of a seeder to one tracker: a few at a time, and one after the other at a
 * pace that spreads them over time. A tracker that does not answer is asked by one torrent at a
 * time, less and less often. Used on one event loop.
 */
final class TrackerQueue {
  private static final System.Logger log = System.getLogger(TrackerQueue.class.getName());

  /** The most announces that wait for an answer at the same time. */
  static final int MOST_ASKING = 16;

  /** The most of them when the seeder closes, and there is little time to tell all torrents. */
  static final int MOST_ASKING_AT_THE_END = 64;

  /** The time between two announces, unless there are too many torrents for that. */
  static final Duration GAP = Duration.ofMillis(40);

  /** The longest time in which every torrent should have had its turn. */
  static final Duration ROUND = Duration.ofMinutes(15);

  private final String url;
  private final AnnounceSender sender;
  private final AnnounceLoop loop;
  private final SeedingPeer seeder;
  private final BiConsumer<InfoHash, List<PeerAddress>> found;
  private final RandomGenerator random;
  private final Map<InfoHash, QueuedTorrent> torrents = new HashMap<>();
  private final TreeSet<QueuedTorrent> waiting = new TreeSet<>(QueuedTorrent::compare);
  private long numbers;
  private int asking;
  private int failures;
  private long nextTurn;
  private boolean closing;
  private boolean abandoned;
  private Runnable cancelTimer = () -> {};
  private Runnable emptied = () -> {};

  /**
   * @param found takes the peers that the tracker names
   */
  TrackerQueue(
      String url,
      AnnounceSender sender,
      AnnounceLoop loop,
      SeedingPeer seeder,
      BiConsumer<InfoHash, List<PeerAddress>> found,
      RandomGenerator random) {
    this.url = url;
    this.sender = sender;
    this.loop = loop;
    this.seeder = seeder;
    this.found = found;
    this.random = random;
    this.nextTurn = loop.nanoTime();
  }

  void add(InfoHash infoHash) {
    if (closing) {
      return;
    }
    var known = torrents.get(infoHash);
    if (known != null) {
      known.setLeaving(false);
      return;
    }
    var torrent = new QueuedTorrent(infoHash, numbers++, loop.nanoTime());
    torrents.put(infoHash, torrent);
    waiting.add(torrent);
    takeTurns();
  }

  /** Tells the tracker that the torrent is no longer offered, if the tracker knows it. */
  void remove(InfoHash infoHash) {
    var torrent = torrents.get(infoHash);
    if (torrent != null) {
      beginToLeave(torrent);
      takeTurns();
    }
  }

  /** A torrent that is being announced leaves when the answer is there. */
  private void beginToLeave(QueuedTorrent torrent) {
    torrent.setLeaving(true);
    if (waiting.remove(torrent)) {
      leave(torrent);
    }
  }

  private void leave(QueuedTorrent torrent) {
    if (torrent.isKnown() && failures == 0) {
      torrent.announceAfter(loop.nanoTime(), Duration.ZERO);
      waiting.add(torrent);
    } else {
      forget(torrent);
    }
  }

  private void forget(QueuedTorrent torrent) {
    torrents.remove(torrent.infoHash());
    if (torrents.isEmpty()) {
      emptied.run();
    }
  }

  /** Announces what is due and may be announced now, and sets the timer for the rest. */
  private void takeTurns() {
    cancelTimer.run();
    while (!waiting.isEmpty() && asking < mostAsking()) {
      long now = loop.nanoTime();
      long wait = Math.max(waiting.first().nanosUntilDue(now), nextTurn - now);
      if (wait > 0) {
        // An announce that failed at once may have set it already.
        cancelTimer.run();
        cancelTimer = loop.schedule(Duration.ofNanos(wait), this::takeTurns);
        return;
      }
      nextTurn = now + gap();
      announce(waiting.pollFirst());
    }
  }

  private int mostAsking() {
    if (failures > 0) {
      return 1;
    }
    return closing ? MOST_ASKING_AT_THE_END : MOST_ASKING;
  }

  private long gap() {
    if (closing) {
      return 0;
    }
    return Math.min(GAP.toNanos(), ROUND.toNanos() / torrents.size());
  }

  private void announce(QueuedTorrent torrent) {
    asking++;
    var event = torrent.event();
    boolean isTrial = failures > 0;
    sender
        .announce(url, seeder.request(torrent.infoHash(), event), torrent.trackerId())
        .<Void>handle(
            (answer, problem) -> {
              asking--;
              if (abandoned) {
                return null;
              }
              if (answer != null) {
                answered(torrent, event, answer);
              } else if (problem != null) {
                failed(torrent, isTrial, AnnounceProblem.of(problem));
              }
              takeTurns();
              return null;
            })
        .exceptionally(AnnounceProblem::logBug);
  }

  private void answered(
      QueuedTorrent torrent, AnnounceEvent event, AnnounceAnswer.Announced answer) {
    answersAgain();
    torrent.accepted(event, answer.trackerId());
    if (event != AnnounceEvent.STOPPED && !torrent.isLeaving()) {
      tell(torrent, answer);
    }
    boolean isBack = event == AnnounceEvent.STOPPED;
    again(torrent, isBack ? Duration.ZERO : earlier(AnnounceTimes.interval(answer)));
  }

  /** Torrents that were announced together do not stay together. */
  private Duration earlier(Duration interval) {
    return interval.minusNanos(random.nextLong(interval.toNanos() / 10));
  }

  /** Tells of the peers, unless all of them are seeders. */
  private void tell(QueuedTorrent torrent, AnnounceAnswer.Announced answer) {
    boolean isCounted = answer.complete() > 0 || answer.incomplete() > 0;
    if (answer.incomplete() > 0 || !isCounted) {
      var peers = answer.peers().stream().limit(Announcer.MOST_PEERS).toList();
      found.accept(torrent.infoHash(), peers);
    }
  }

  /** Puts a torrent back that was announced, or lets it leave. */
  private void again(QueuedTorrent torrent, Duration wait) {
    if (torrent.isLeaving()) {
      leave(torrent);
    } else {
      torrent.announceAfter(loop.nanoTime(), wait);
      waiting.add(torrent);
    }
  }

  private void answersAgain() {
    if (failures > 0) {
      failures = 0;
      log.log(INFO, "tracker {0} answers again", url);
    }
  }

  private void failed(QueuedTorrent torrent, boolean isTrial, IOException problem) {
    log.log(DEBUG, "tracker {0}: {1}: {2}", url, torrent.infoHash(), problem.getMessage());
    if (problem instanceof AnnounceRefusedException) {
      answersAgain();
      if (torrent.isLeaving()) {
        forget(torrent);
      } else {
        again(torrent, refusalWait(torrent, problem));
      }
      return;
    }
    if (failures == 0 || isTrial) {
      fallSilent(problem);
    }
    again(torrent, AnnounceTimes.SHORTEST);
  }

  /** A torrent that is refused is unlikely to be taken soon, and there may be thousands of them. */
  private Duration refusalWait(QueuedTorrent torrent, IOException problem) {
    var wait = AnnounceTimes.backoff(torrent.refused(), problem, random);
    return wait.compareTo(AnnounceTimes.SHORTEST) < 0 ? AnnounceTimes.SHORTEST : wait;
  }

  /**
   * Waits before the next trial. Announces that were under way when the first one failed do not
   * make the wait longer.
   */
  private void fallSilent(IOException problem) {
    if (failures == 0) {
      log.log(INFO, "tracker {0} is asked again later: {1}", url, problem.getMessage());
    }
    failures++;
    nextTurn = loop.nanoTime() + AnnounceTimes.backoff(failures, problem, random).toNanos();
  }

  /**
   * Tells the tracker that every torrent that it knows leaves.
   *
   * @param done runs when that is done, but never if the tracker does not answer
   */
  void close(Runnable done) {
    closing = true;
    emptied = done;
    if (torrents.isEmpty() || failures > 0) {
      abandon();
      done.run();
      return;
    }
    nextTurn = loop.nanoTime();
    List.copyOf(torrents.values()).forEach(this::beginToLeave);
    takeTurns();
  }

  /** Ends all of it at once. */
  void abandon() {
    abandoned = true;
    cancelTimer.run();
    waiting.clear();
    torrents.clear();
  }
}
