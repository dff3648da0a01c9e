package org.spillway.swarm.announce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceAnswer;

/**
 * Puts the answers of a tracker together that was asked over IPv4 and IPv6 (BEP 7): the peers of
 * both count. One of the two may never come, so it is not waited for long. Used on one event loop.
 */
final class BothFamilies {
  /** The longest time to wait for the second answer. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final AnnounceLoop loop;
  private final CompletableFuture<AnnounceAnswer.Announced> together = new CompletableFuture<>();
  private AnnounceAnswer.@Nullable Announced known;
  private int missing;

  BothFamilies(AnnounceLoop loop) {
    this.loop = loop;
  }

  /**
   * Returns the answers as one, or the problem of the last one if all failed.
   *
   * @param answers one or two
   */
  CompletableFuture<AnnounceAnswer.Announced> first(
      List<CompletableFuture<AnnounceAnswer.Announced>> answers) {
    missing = answers.size();
    for (var answer : answers) {
      var unused = answer.whenComplete(this::add);
    }
    return together;
  }

  private void add(AnnounceAnswer.@Nullable Announced answer, @Nullable Throwable problem) {
    missing--;
    if (answer != null) {
      known = known == null ? answer : merged(known, answer);
    }
    if (missing > 0) {
      loop.schedule(GRACE, this::giveUpWaiting);
    } else if (known != null) {
      together.complete(known);
    } else {
      together.completeExceptionally(Objects.requireNonNull(problem));
    }
  }

  private void giveUpWaiting() {
    if (known != null) {
      together.complete(known);
    }
  }

  private static AnnounceAnswer.Announced merged(
      AnnounceAnswer.Announced one, AnnounceAnswer.Announced other) {
    List<PeerAddress> peers = new ArrayList<>(one.peers());
    peers.addAll(other.peers());
    return new AnnounceAnswer.Announced(
        longer(one.interval(), other.interval()),
        longer(one.minInterval(), other.minInterval()),
        Math.max(one.complete(), other.complete()),
        Math.max(one.incomplete(), other.incomplete()),
        peers);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
