package org.spillway.swarm.announce;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * Announces all torrents of a seeder to each of its trackers. Unlike a download, which looks for
 * one tracker that answers (BEP 12), a seeder wants to be found at all of them. Safe for use by
 * many threads.
 */
public final class TorrentAnnouncements implements AutoCloseable {
  /** The longest time in which trackers are told at the end that the torrents leave. */
  static final Duration FAREWELL = Duration.ofSeconds(3);

  private final AnnounceLoop loop;
  private final List<TrackerQueue> queues;

  TorrentAnnouncements(
      AnnounceSender sender,
      AnnounceLoop loop,
      Collection<String> trackers,
      SeedingPeer seeder,
      BiConsumer<InfoHash, List<PeerAddress>> found,
      RandomGenerator random) {
    this.loop = loop;
    this.queues =
        trackers.stream()
            .filter(url -> !TrackerUrl.isWebSocket(url))
            .distinct()
            .map(url -> new TrackerQueue(url, sender, loop, seeder, found, random))
            .toList();
  }

  /**
   * Begins with no torrent.
   *
   * @param client announces; must be closed after the announcements
   * @param trackers announce URLs; those of WebSocket trackers are left out
   * @param found takes the peers of a torrent that a tracker names, of which some may be seeders;
   *     called on an event loop, so it must not block
   */
  public static TorrentAnnouncements start(
      TrackerClient client,
      Collection<String> trackers,
      SeedingPeer seeder,
      BiConsumer<InfoHash, List<PeerAddress>> found) {
    return new TorrentAnnouncements(
        client, client.loop(), trackers, seeder, found, new SecureRandom());
  }

  /** Begins to announce a torrent, unless that is done already. */
  public void add(InfoHash infoHash) {
    loop.execute(() -> queues.forEach(queue -> queue.add(infoHash)));
  }

  /** Tells the trackers that a torrent is no longer offered. */
  public void remove(InfoHash infoHash) {
    loop.execute(() -> queues.forEach(queue -> queue.remove(infoHash)));
  }

  /** Tells the trackers that all torrents leave; a tracker that is silent is not told. */
  CompletableFuture<Void> stop() {
    var told = new CompletableFuture<?>[queues.size()];
    for (int i = 0; i < told.length; i++) {
      var queue = queues.get(i);
      var done = new CompletableFuture<Void>();
      told[i] = done;
      loop.execute(() -> queue.close(() -> done.complete(null)));
    }
    return CompletableFuture.allOf(told);
  }

  /** Tells the trackers that all torrents leave, for a few seconds at most. */
  @Override
  public void close() {
    try {
      stop().get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed with an error", e);
    } catch (TimeoutException e) {
      // Trackers forget the rest by themselves.
    }
    loop.execute(() -> queues.forEach(TrackerQueue::abandon));
  }
}
