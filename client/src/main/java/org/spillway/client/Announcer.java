package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * Announces to the trackers of a torrent until it is closed: to all tiers at the same time, and in
 * each tier to the first tracker that answers (BEP 12). Each tier has a thread.
 */
final class Announcer implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Announcer.class.getName());

  private static final int MAX_TIERS = 8;

  /** The time until the next announce if there is nobody to download from. */
  private static final Duration HUNGRY_INTERVAL = Duration.ofSeconds(15);

  /** The longest time that the last announces, which say that we leave, may take. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final TrackerClient client;
  private final SwarmMember member;
  private final Failures failures;
  private final LongSupplier nanoTime;
  private final List<Tier> tiers = new ArrayList<>();
  private final Map<Tier, Future<?>> running = new ConcurrentHashMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService executor =
      Executors.newCachedThreadPool(new DaemonThreads("client-tracker"));

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Announcer(
      TrackerClient client,
      List<List<String>> trackers,
      SwarmMember member,
      Failures failures,
      LongSupplier nanoTime) {
    this.client = client;
    this.member = member;
    this.failures = failures;
    this.nanoTime = nanoTime;
    trackers.stream()
        .map(Announcer::withoutWebSockets)
        .filter(urls -> !urls.isEmpty())
        .limit(MAX_TIERS)
        .forEach(urls -> tiers.add(new Tier(urls)));
  }

  /** Peers that are tracked over WebSocket speak WebRTC, which this client does not. */
  private static List<String> withoutWebSockets(List<String> urls) {
    return urls.stream().filter(url -> !url.matches("(?i)wss?:.*")).toList();
  }

  /** The member of the swarm that the announces are about. Several threads call its methods. */
  interface SwarmMember {
    AnnounceRequest request(AnnounceEvent event);

    void meet(AnnounceAnswer.Announced announced);

    /** Returns whether there is nobody to download from. */
    boolean isHungry();
  }

  void start() {
    tiers.forEach(tier -> running.put(tier, executor.submit(tier)));
  }

  /** Returns whether every tracker has failed, or there is none. */
  boolean isHopeless() {
    return tiers.stream().allMatch(tier -> tier.failed);
  }

  /** Tells the trackers that we leave, and waits for the threads for some seconds at most. */
  @Override
  public void close() {
    stop.countDown();
    running.forEach(
        (tier, future) -> {
          if (!tier.started) {
            // No tracker of the tier knows us: there is nobody to take leave of.
            future.cancel(true);
          }
        });
    executor.shutdown();
    try {
      if (!executor.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
        boolean ended = executor.awaitTermination(1, TimeUnit.SECONDS);
        log.log(DEBUG, "trackers' threads ended: {0}", ended);
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Announces to one tier of trackers, of which one is enough. */
  private final class Tier implements Runnable {
    private final List<String> urls;
    private volatile boolean failed;
    private volatile boolean started;

    Tier(List<String> urls) {
      this.urls = new ArrayList<>(urls);
      Collections.shuffle(this.urls);
    }

    @Override
    public void run() {
      try {
        do {
          var answer = announceToFirst();
          failed = answer == null;
          await(answer == null ? HUNGRY_INTERVAL : answer.interval(), minInterval(answer));
        } while (stop.getCount() > 0);
        leave();
      } catch (InterruptedException e) {
        // Closed while a tracker does not answer.
      }
    }

    private AnnounceAnswer.@Nullable Announced announceToFirst() throws InterruptedException {
      for (String url : List.copyOf(urls)) {
        var answer = announce(url, started ? AnnounceEvent.NONE : AnnounceEvent.STARTED);
        if (answer != null) {
          started = true;
          urls.remove(url);
          urls.add(0, url);
          member.meet(answer);
          return answer;
        }
      }
      return null;
    }

    private AnnounceAnswer.@Nullable Announced announce(String url, AnnounceEvent event)
        throws InterruptedException {
      try {
        var answer = client.announce(url, member.request(event));
        if (answer instanceof AnnounceAnswer.Announced announced) {
          return announced;
        }
        failures.add("tracker " + url, ((AnnounceAnswer.Failed) answer).reason());
      } catch (IOException e) {
        failures.add("tracker " + url, Problems.describe(e));
        log.log(DEBUG, "tracker {0}: {1}", url, e.getMessage());
      }
      return null;
    }

    private Duration minInterval(AnnounceAnswer.@Nullable Announced answer) {
      if (answer == null || answer.minInterval().compareTo(HUNGRY_INTERVAL) < 0) {
        return HUNGRY_INTERVAL;
      }
      return answer.minInterval();
    }

    private void await(Duration interval, Duration minInterval) throws InterruptedException {
      long start = nanoTime.getAsLong();
      while (!stop.await(1, TimeUnit.SECONDS)) {
        long waited = nanoTime.getAsLong() - start;
        boolean hungry = waited >= minInterval.toNanos() && member.isHungry();
        if (hungry || waited >= Math.max(minInterval.toNanos(), interval.toNanos())) {
          return;
        }
      }
    }

    private void leave() throws InterruptedException {
      if (!started) {
        return;
      }
      if (member.request(AnnounceEvent.COMPLETED).left() == 0) {
        announce(urls.get(0), AnnounceEvent.COMPLETED);
      }
      announce(urls.get(0), AnnounceEvent.STOPPED);
    }
  }
}
