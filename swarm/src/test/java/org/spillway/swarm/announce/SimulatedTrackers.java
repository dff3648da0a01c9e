package org.spillway.swarm.announce;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * Trackers that answer after 50 ms by the clock of the loop, refuse, or are silent for 20 s until
 * the announce has failed.
 */
final class SimulatedTrackers implements AnnounceSender {
  static final Duration LATENCY = Duration.ofMillis(50);
  static final Duration TIME_LIMIT = Duration.ofSeconds(20);

  private final ManualLoop loop;
  private final Map<String, Behaviour> behaviours = new HashMap<>();
  private final List<Announce> announces = new ArrayList<>();
  private int asking;
  private int mostAsking;

  /** How a tracker answers. */
  sealed interface Behaviour {}

  record Answers(AnnounceAnswer.Announced answer) implements Behaviour {}

  record Refuses(String reason, Duration retryIn) implements Behaviour {}

  record Silent() implements Behaviour {}

  /** An announce, and when it was sent. */
  record Announce(
      Duration at, String tracker, InfoHash infoHash, AnnounceEvent event, String trackerId) {
    @Override
    public String toString() {
      return "%d s %s %s".formatted(at.toSeconds(), tracker, event);
    }
  }

  SimulatedTrackers(ManualLoop loop) {
    this.loop = loop;
  }

  static Answers answers(Duration interval, Duration minInterval) {
    return new Answers(new AnnounceAnswer.Announced(interval, minInterval, 1, 1, List.of()));
  }

  SimulatedTrackers set(String tracker, Behaviour behaviour) {
    behaviours.put(tracker, behaviour);
    return this;
  }

  @Override
  public CompletionStage<AnnounceAnswer.Announced> announce(
      String tracker, AnnounceRequest request, String trackerId) {
    announces.add(
        new Announce(loop.elapsed(), tracker, request.infoHash(), request.event(), trackerId));
    mostAsking = Math.max(mostAsking, ++asking);
    var result = new CompletableFuture<AnnounceAnswer.Announced>();
    var behaviour = behaviours.getOrDefault(tracker, new Silent());
    if (behaviour instanceof Answers answers) {
      loop.schedule(LATENCY, () -> end(() -> result.complete(answers.answer)));
    } else if (behaviour instanceof Refuses refuses) {
      var refusal = new AnnounceRefusedException(refuses.reason, refuses.retryIn);
      loop.schedule(LATENCY, () -> end(() -> result.completeExceptionally(refusal)));
    } else {
      IOException problem = new SocketTimeoutException("no answer in time");
      loop.schedule(TIME_LIMIT, () -> end(() -> result.completeExceptionally(problem)));
    }
    return result;
  }

  private void end(Runnable completion) {
    asking--;
    completion.run();
  }

  /** Returns the announces since the last call. */
  List<Announce> take() {
    var taken = List.copyOf(announces);
    announces.clear();
    return taken;
  }

  /** Returns the announces since the last call, each as {@code SECONDS s TRACKER EVENT}. */
  List<String> takeLines() {
    return take().stream().map(Announce::toString).toList();
  }

  /** Returns how many announces waited for an answer at the same time, at most. */
  int mostAsking() {
    return mostAsking;
  }
}
