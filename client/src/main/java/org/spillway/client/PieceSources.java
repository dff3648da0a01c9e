package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.spillway.client.http.Http;
import org.spillway.client.http.UrlHost;
import org.spillway.net.DaemonThreads;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.download.TitForTat;
import org.spillway.swarm.torrents.PieceSource;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.upload.UploadMeter;

/** The sources of the pieces: peers and web seeds, as far as the settings allow them. */
final class PieceSources implements AutoCloseable {
  private static final System.Logger log = System.getLogger(PieceSources.class.getName());

  private static final int MAX_WEB_SEEDS = 4;

  private final ClientSettings settings;
  private final JoinedSwarm swarm;
  private final Download download;
  private final LongSupplier nanoTime;
  private final LongAdder sent = new LongAdder();
  private final List<WebSeed> webSeeds = new CopyOnWriteArrayList<>();
  private final Optional<WebSeed> origin;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(new DaemonThreads("client-webseed"));

  /**
   * @param url the URL that the user asked for, whose server does not count as a mirror
   */
  PieceSources(
      ClientSettings settings,
      Http http,
      URI url,
      List<String> webSeedUrls,
      JoinedSwarm swarm,
      Download download,
      Progress progress,
      Failures failures,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.swarm = swarm;
    this.nanoTime = nanoTime;
    this.download = download;
    if (settings.webSeeds()) {
      webSeedUrls.stream()
          .limit(MAX_WEB_SEEDS)
          .forEach(seed -> webSeeds.add(webSeed(seed, kind(url, seed), http, progress, failures)));
    }
    boolean isOther = UrlHost.of(url).isPresent() && !webSeedUrls.contains(url.toString());
    origin =
        settings.webSeeds() && isOther && download.info().isSingleFile()
            ? Optional.of(webSeed(url.toString(), Source.WEB_SEED, http, progress, failures))
            : Optional.empty();
  }

  private WebSeed webSeed(
      String url, Source source, Http http, Progress progress, Failures failures) {
    return new WebSeed(url, source, download, http, progress, failures);
  }

  /**
   * Begins to download from the URL that the person gave, which names the file itself, because the
   * torrent's own sources send nothing.
   *
   * @return false if that has begun before, or if there is no such URL
   */
  boolean addOrigin() {
    if (origin.isEmpty() || webSeeds.contains(origin.get())) {
      return false;
    }
    webSeeds.add(origin.get());
    executor.execute(origin.get());
    return true;
  }

  private static Source kind(URI url, String webSeed) {
    boolean magnet = UrlHost.of(url).isEmpty();
    return magnet || DownloadUrl.isSameServer(url, webSeed) ? Source.WEB_SEED : Source.MIRROR;
  }

  /**
   * Begins to download from all sources.
   *
   * @param kept reads what has been kept, for other peers
   */
  void start(PieceSource kept) throws DownloadException {
    webSeeds.forEach(executor::execute);
    if (settings.peers()) {
      swarm.start();
      swarm.assign(
          new SharedTorrent(
              download.info().name(),
              download.info(),
              kept,
              host -> new TitForTat(download, nanoTime),
              RateLimiter.unlimited(),
              peer -> UploadMeter.of(sent),
              download));
    }
  }

  /** Returns whether others were sent enough. */
  boolean isRatioReached(Sharing sharing) {
    return sharing.isReached(sent.sum(), download.info().length());
  }

  /** Sets the numbers of bytes that trackers are told. */
  void account(long downloaded, long left) {
    swarm.account(downloaded, left);
  }

  /** Returns how many peers are connected. */
  int peers() {
    return swarm.connected();
  }

  /** Returns whether no source is left. */
  boolean areExhausted() {
    boolean noPeers = !settings.peers() || swarm.isExhausted();
    return noPeers && webSeeds.stream().allMatch(WebSeed::isDead);
  }

  /** Ends every transfer and waits for the threads. */
  @Override
  public void close() {
    download.close();
    swarm.dismiss();
    executor.shutdownNow();
    try {
      boolean ended = executor.awaitTermination(5, TimeUnit.SECONDS);
      log.log(DEBUG, "web seeds' threads ended: {0}", ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
