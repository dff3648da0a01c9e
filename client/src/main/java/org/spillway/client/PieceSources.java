package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.spillway.net.DaemonThreads;

/** The sources of the pieces: peers and web seeds, as far as the settings allow them. */
final class PieceSources implements AutoCloseable {
  private static final System.Logger log = System.getLogger(PieceSources.class.getName());

  private static final int MAX_WEB_SEEDS = 4;

  private final ClientSettings settings;
  private final JoinedSwarm swarm;
  private final PiecePicker board;
  private final List<WebSeed> webSeeds = new ArrayList<>();
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
      PiecePicker board,
      Failures failures) {
    this.settings = settings;
    this.swarm = swarm;
    this.board = board;
    if (settings.webSeeds()) {
      webSeedUrls.stream()
          .limit(MAX_WEB_SEEDS)
          .forEach(seed -> webSeeds.add(new WebSeed(seed, kind(url, seed), board, http, failures)));
    }
  }

  private static Source kind(URI url, String webSeed) {
    boolean magnet = UrlHost.of(url).isEmpty();
    return magnet || DownloadUrl.isSameServer(url, webSeed) ? Source.WEB_SEED : Source.MIRROR;
  }

  void start() {
    webSeeds.forEach(executor::execute);
    if (settings.peers()) {
      swarm.start();
      swarm.assign(new PieceTask(board, settings), settings.peersFor(board.info().pieceLength()));
    }
  }

  /** Sets the numbers of bytes that trackers are told. */
  void account(long downloaded, long left) {
    swarm.account(downloaded, left);
  }

  /** Dials the peers again whose connections have ended, unless that was done a moment ago. */
  void redialSometimes() {
    swarm.redialSometimes();
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
    board.close();
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
