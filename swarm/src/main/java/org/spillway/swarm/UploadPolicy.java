package org.spillway.swarm;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;

/**
 * Decides what this server uploads, to peers and as a web seed alike, so that the crowd carries
 * what it can. No other class decides that. Safe for use by many threads.
 *
 * <p>The seeder tells it which peers are connected and asks which pieces to offer them; the HTTP
 * server asks whether to answer as a web seed.
 */
public final class UploadPolicy {
  /** The time for which a client that the seeder serves is asked to leave the web seed alone. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  /**
   * The longest time for which a client may be refused: behind an address that the seeder serves
   * there can be another client, which knows web seeds only.
   */
  static final Duration LONGEST_REFUSAL = Duration.ofMinutes(2);

  /** The time within which a torrent client that asks the web seed has announced itself. */
  static final Duration TIME_TO_ANNOUNCE = Duration.ofMillis(750);

  /**
   * The time within which a client that announced itself has connected to the seeder, if it can.
   */
  static final Duration TIME_TO_CONNECT = Duration.ofSeconds(4);

  /** The number of torrents beyond which those without peers are forgotten. */
  private static final int REMEMBERED = 1_000;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final UploadSettings settings;
  private final Random random;
  private final LongSupplier nanoTime;
  private final Map<InfoHash, Distribution> open = new ConcurrentHashMap<>();
  private final Announcers announcers;
  private final Newcomers newcomers;

  /** Has a permit when a swarm may have become able to live without us. */
  private final Semaphore changes = new Semaphore(0);

  /**
   * Makes a policy without peers.
   *
   * @param settings the goal of the upload
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public UploadPolicy(UploadSettings settings, LongSupplier nanoTime) {
    this(settings, new Random(), nanoTime);
  }

  /**
   * Makes a policy without peers, whose choices can be repeated.
   *
   * @param random decides between equals
   */
  public UploadPolicy(UploadSettings settings, Random random, LongSupplier nanoTime) {
    this.settings = settings;
    this.random = random;
    this.nanoTime = nanoTime;
    this.announcers = new Announcers(nanoTime);
    this.newcomers = new Newcomers(nanoTime);
  }

  /** Returns the distribution of a torrent to which peers connect. */
  public Distribution of(InfoDictionary info) {
    if (open.size() >= REMEMBERED) {
      open.values().removeIf(Distribution::isDeserted);
    }
    var distribution = open.computeIfAbsent(info.swarmHash(), hash -> distribution(info));
    // Peers of a hybrid announce themselves under either of its hashes.
    info.swarmHashes().forEach(hash -> open.put(hash, distribution));
    return distribution;
  }

  private Distribution distribution(InfoDictionary info) {
    return new Distribution(
        info.pieceCount(), info.pieceLength(), settings, nanoTime, random, changes::release);
  }

  /** Returns whether every swarm has all pieces without us. */
  public boolean isCarried() {
    return open.values().stream().allMatch(Distribution::isCarried);
  }

  /**
   * Waits until every swarm has all pieces without us. Blocks the calling thread; the requests of
   * peers are served meanwhile.
   *
   * @return false if a swarm still needs us when the time is over
   */
  public boolean awaitCarried(Duration atMost) throws InterruptedException {
    long end = nanoTime.getAsLong() + atMost.toNanos();
    while (!isCarried()) {
      if (!changes.tryAcquire(end - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
        return isCarried();
      }
      changes.drainPermits();
    }
    return true;
  }

  /**
   * Notes that a peer announced itself to the tracker.
   *
   * @param leeches whether the peer lacks pieces, and stays
   */
  public void announced(InfoHash swarmHash, Host host, boolean leeches) {
    if (leeches) {
      announcers.announced(swarmHash, host);
    } else {
      announcers.left(swarmHash, host);
    }
  }

  /** Notes that a peer told the tracker that it has left a swarm. */
  public void stopped(InfoHash swarmHash, Host host) {
    announcers.left(swarmHash, host);
    var distribution = open.get(swarmHash);
    if (distribution != null) {
      distribution.stopped(host);
    }
  }

  /**
   * Decides the answer to a client that asks the web seed for a file or a part of it. A client gets
   * the bytes if it is alone in the swarm, if it does not connect to the seeder in the time that
   * torrent clients need, or if it was refused for a long time.
   */
  public WebSeedAnswer webSeed(InfoDictionary info, Host client) {
    var distribution = open.get(info.swarmHash());
    boolean isConnected = distribution != null && distribution.isConnected(client);
    boolean isAlone = !hasOthers(info, client, distribution);
    var waited = newcomers.waited(info.swarmHash(), client);
    if (isConnected && !isAlone) {
      return waited.compareTo(LONGEST_REFUSAL) < 0
          ? new WebSeedAnswer.Later(RETRY_AFTER)
          : new WebSeedAnswer.Send();
    }
    boolean isExpected = !isConnected && !isAlone && hasAnnounced(info, client);
    var patience = isExpected ? TIME_TO_CONNECT : TIME_TO_ANNOUNCE;
    return waited.compareTo(patience) < 0
        ? new WebSeedAnswer.Undecided(LOOK_AGAIN)
        : new WebSeedAnswer.Send();
  }

  private boolean hasOthers(InfoDictionary info, Host client, @Nullable Distribution distribution) {
    return info.swarmHashes().stream().anyMatch(hash -> announcers.hasOthers(hash, client))
        || (distribution != null && distribution.hasOthers(client));
  }

  private boolean hasAnnounced(InfoDictionary info, Host client) {
    return info.swarmHashes().stream().anyMatch(hash -> announcers.has(hash, client));
  }
}
