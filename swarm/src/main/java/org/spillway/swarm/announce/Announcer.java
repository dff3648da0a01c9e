package org.spillway.swarm.announce;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;

/**
 * Announces one torrent to the first tracker that answers, in the order of BEP 12. One that is
 * silent for a moment does not keep the next one waiting. Trackers that fail are left alone for
 * longer and longer. Its methods are safe for use by many threads; everything happens on the event
 * loop.
 */
public final class Announcer {
  /** The most peers of one answer that count. */
  static final int MOST_PEERS = 500;

  /** How often the member is asked whether it needs peers, once trackers may be asked again. */
  static final Duration HUNGER_CHECK = Duration.ofSeconds(1);

  /**
   * The time after which the next tracker is asked, too; the answer of the slow one still counts.
   */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private final AnnounceSender sender;
  private final AnnounceLoop loop;
  private final SwarmMember member;
  private final Random random;
  private final TrackerTiers tiers;

  /** The trackers that are still to be asked in this round. */
  private final Deque<TieredTracker> round = new ArrayDeque<>();

  /** Whether a tracker has answered in this round. */
  private boolean answered;

  private volatile boolean hopeless;
  private boolean stopped;
  private boolean completed;
  private boolean completionIsKnown;
  private long nextAnnounce;
  private Runnable cancelTimer = () -> {};

  /** The trackers that are being asked. */
  private final Set<Asking> asking = new LinkedHashSet<>();

  /** A tracker that is being asked. */
  private static final class Asking {
    final TieredTracker tracker;
    final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Whether the next tracker was asked because this one is slow. */
    boolean overtaken;

    Asking(TieredTracker tracker) {
      this.tracker = tracker;
    }
  }

  Announcer(
      AnnounceSender sender,
      AnnounceLoop loop,
      List<List<String>> trackers,
      SwarmMember member,
      Random random) {
    this.sender = sender;
    this.loop = loop;
    this.member = member;
    this.random = random;
    this.tiers = new TrackerTiers(trackers, random);
    this.hopeless = tiers.haveAllFailed();
  }

  /**
   * Makes an announcer that is silent until it is started.
   *
   * @param trackers the tiers of announce URLs, as a torrent has them
   */
  public static Announcer of(
      TrackerClient client, List<List<String>> trackers, SwarmMember member) {
    return new Announcer(client, client.loop(), trackers, member, new SecureRandom());
  }

  /** Begins to announce. */
  public void start() {
    loop.execute(this::announce);
  }

  /**
   * Tells the trackers, once, that the download is complete. To be called only if the last piece
   * was downloaded now, and not if everything was there at the start (BEP 3).
   */
  public void completed() {
    loop.execute(
        () -> {
          if (!completed) {
            completed = true;
            announceEvent();
          }
        });
  }

  /** Announces an event before its time, unless no tracker knows us yet. */
  private void announceEvent() {
    if (!tiers.thoseThatKnowUs().isEmpty()) {
      announce();
    }
  }

  /** Returns whether every tracker has failed, or there is none. */
  public boolean isHopeless() {
    return hopeless;
  }

  /** Begins a round, in which each tracker that may be asked now is asked until one answers. */
  private void announce() {
    if (stopped || !asking.isEmpty()) {
      return;
    }
    cancelTimer.run();
    answered = false;
    round.clear();
    round.addAll(tiers.thoseThatMayBeAsked(loop.nanoTime()));
    askNext();
  }

  private void askNext() {
    var next = round.poll();
    if (next != null) {
      ask(next);
    } else if (asking.isEmpty()) {
      tiers
          .nanosUntilNext(loop.nanoTime())
          .ifPresent(nanos -> wake(Duration.ofNanos(nanos), this::announce));
    }
  }

  private void wake(Duration delay, Runnable task) {
    cancelTimer.run();
    cancelTimer = loop.schedule(delay, task);
  }

  private void ask(TieredTracker tracker) {
    var event = event(tracker);
    var question = new Asking(tracker);
    asking.add(question);
    var cancelPatience = loop.schedule(PATIENCE, () -> overtake(question));
    send(tracker, event)
        .<Void>handle(
            (answer, problem) -> {
              asking.remove(question);
              cancelPatience.run();
              if (answer != null) {
                answered(tracker, event, answer);
              } else if (problem != null) {
                failed(question, AnnounceProblem.of(problem));
              }
              question.ended.complete(null);
              return null;
            })
        .exceptionally(AnnounceProblem::logBug);
  }

  /** Asks the next tracker of the round beside one that is slow. */
  private void overtake(Asking slow) {
    if (!stopped && asking.contains(slow)) {
      slow.overtaken = true;
      askNext();
    }
  }

  private AnnounceEvent event(TieredTracker tracker) {
    if (!tracker.knowsUs()) {
      return AnnounceEvent.STARTED;
    }
    return isCompletionDue() ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
  }

  private boolean isCompletionDue() {
    return completed && !completionIsKnown;
  }

  private CompletionStage<AnnounceAnswer.Announced> send(
      TieredTracker tracker, AnnounceEvent event) {
    return sender.announce(tracker.url(), member.request(event), tracker.trackerId());
  }

  private void answered(
      TieredTracker tracker, AnnounceEvent event, AnnounceAnswer.Announced answer) {
    round.clear();
    answered = true;
    tracker.succeeded(answer.trackerId());
    tiers.promote(tracker);
    hopeless = false;
    completionIsKnown |= event == AnnounceEvent.COMPLETED;
    if (stopped) {
      return;
    }
    member.named(answer.peers().stream().limit(MOST_PEERS).toList());
    if (isCompletionDue()) {
      announce();
    } else {
      nextAnnounce = loop.nanoTime() + AnnounceTimes.interval(answer).toNanos();
      wake(AnnounceTimes.minInterval(answer), this::announceIfDue);
    }
  }

  /** Announces if the interval is over or peers are needed, and otherwise looks again soon. */
  private void announceIfDue() {
    long left = nextAnnounce - loop.nanoTime();
    if (left <= 0 || member.needsPeers()) {
      announce();
    } else {
      wake(Duration.ofNanos(Math.min(left, HUNGER_CHECK.toNanos())), this::announceIfDue);
    }
  }

  private void failed(Asking question, IOException problem) {
    var tracker = question.tracker;
    tracker.failed();
    tracker.retryAfter(loop.nanoTime(), AnnounceTimes.backoff(tracker.failures(), problem, random));
    hopeless = tiers.haveAllFailed();
    if (!stopped) {
      member.failed(tracker.url(), problem);
      boolean isWaitedFor = !question.overtaken || asking.isEmpty();
      if (isWaitedFor && !answered) {
        askNext();
      }
    }
  }

  /**
   * Ends the announces, and tells the trackers that know us that we leave. Nothing is told to a
   * tracker that has never answered.
   *
   * @param atMost the longest time for that
   * @return is completed when every tracker has been told, or the time is over
   */
  public CompletableFuture<Void> stop(Duration atMost) {
    var told = new CompletableFuture<Void>();
    loop.execute(
        () -> {
          loop.schedule(atMost, () -> told.complete(null));
          var unused = leave().whenComplete((ok, problem) -> told.complete(null));
        });
    return told;
  }

  private CompletableFuture<Void> leave() {
    if (stopped) {
      return CompletableFuture.completedFuture(null);
    }
    stopped = true;
    cancelTimer.run();
    return CompletableFuture.allOf(
        tiers.thoseThatKnowUs().stream().map(this::leave).toArray(CompletableFuture[]::new));
  }

  /** Waits until the tracker has answered the announce before, so that none overtakes another. */
  private CompletableFuture<Void> leave(TieredTracker tracker) {
    return asking.stream()
        .filter(question -> question.tracker == tracker)
        .findFirst()
        .map(question -> question.ended)
        .orElse(CompletableFuture.completedFuture(null))
        .thenCompose(ended -> tellCompletion(tracker))
        .thenCompose(told -> quietly(send(tracker, AnnounceEvent.STOPPED)));
  }

  private CompletableFuture<Void> tellCompletion(TieredTracker tracker) {
    if (!isCompletionDue()) {
      return CompletableFuture.completedFuture(null);
    }
    completionIsKnown = true;
    return quietly(send(tracker, AnnounceEvent.COMPLETED));
  }

  private static CompletableFuture<Void> quietly(
      CompletionStage<AnnounceAnswer.Announced> announced) {
    return announced.<Void>handle((answer, problem) -> null).toCompletableFuture();
  }
}
