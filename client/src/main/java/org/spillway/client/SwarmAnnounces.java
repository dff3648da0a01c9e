package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.spillway.client.http.Http;
import org.spillway.net.sockets.EventLoops;
import org.spillway.swarm.announce.Announcer;
import org.spillway.swarm.announce.AskTimes;
import org.spillway.swarm.announce.SwarmMember;
import org.spillway.swarm.announce.TrackerClient;

/** Announces a download to its trackers while it is open. Safe for use by many threads. */
final class SwarmAnnounces implements AutoCloseable {
  private static final System.Logger log = System.getLogger(SwarmAnnounces.class.getName());

  /** The longest time that the last announces, which say that we leave, may take. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final EventLoops loops;
  private final TrackerClient trackerClient;
  private final Announcer announcer;

  private SwarmAnnounces(EventLoops loops, TrackerClient trackerClient, Announcer announcer) {
    this.loops = loops;
    this.trackerClient = trackerClient;
    this.announcer = announcer;
  }

  /**
   * Begins to announce.
   *
   * @param trackers the tiers of announce URLs
   */
  static SwarmAnnounces start(
      ClientSettings settings, Http http, List<List<String>> trackers, SwarmMember member) {
    // A few datagrams need no native library.
    var loops = EventLoops.nio("client-tracker", 1);
    var trackerClient =
        TrackerClient.start(
            loops,
            http::getLater,
            http.destinations()::require,
            AskTimes.within(settings.readTimeout()));
    var announcer = Announcer.of(trackerClient, trackers, member);
    announcer.start();
    return new SwarmAnnounces(loops, trackerClient, announcer);
  }

  /** Tells the trackers, once, that the download is complete. */
  void completed() {
    announcer.completed();
  }

  /** Returns whether every tracker has failed, or there is none. */
  boolean isHopeless() {
    return announcer.isHopeless();
  }

  /** Tells the trackers that we leave, which takes two seconds at most. */
  @Override
  public void close() {
    try {
      announcer.stop(FAREWELL).get(FAREWELL.toSeconds() + 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.log(DEBUG, "leaving the swarm", e);
    }
    trackerClient.close();
    loops.close();
  }
}
