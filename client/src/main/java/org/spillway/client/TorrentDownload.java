package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.Http;
import org.spillway.client.store.PieceFiles;
import org.spillway.client.store.StorageException;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.download.DownloadListener;
import org.spillway.swarm.download.PieceOrder;
import org.spillway.swarm.torrents.PieceLayerTorrent;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.TorrentUrls;

/** Downloads the file of a torrent, or its folder of files. */
final class TorrentDownload {
  /** The length of the longest piece that is accepted, in bytes: each is put together in memory. */
  private static final int MAX_PIECE = 64 * 1024 * 1024;

  /** The most memory for pieces that peers send, in bytes; one piece always finds a place. */
  private static final long MOST_IN_PIECES = 32L * 1024 * 1024;

  /** The part of the heap that may hold these pieces: one of so many. */
  private static final int SHARE_OF_HEAP = 4;

  /** The most pieces that are accepted: a few bytes are kept for each. */
  private static final int MAX_PIECES = 2 * 1024 * 1024;

  /** The silence of a torrent's own sources after which the URL itself is asked. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final ClientSettings settings;
  private final Http http;
  private final URI url;
  private final DownloadTarget target;
  private final Progress progress;
  private final LongSupplier nanoTime;
  private final Failures failures = new Failures();

  /**
   * @param url the URL that the user asked for
   * @param nanoTime as {@link System#nanoTime}
   */
  TorrentDownload(
      ClientSettings settings,
      Http http,
      URI url,
      DownloadTarget target,
      Progress progress,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.http = http;
    this.url = url;
    this.target = target;
    this.progress = progress;
    this.nanoTime = nanoTime;
  }

  /**
   * Downloads the content of a magnet link, whose info dictionary comes from peers first (BEP 9).
   */
  void run(MagnetLink magnet) throws IOException, InterruptedException {
    String metadata = "the metadata of " + magnet.swarmHash();
    requirePeers(metadata);
    var trackers = magnet.urls().announceTiers();
    boolean isBare = trackers.isEmpty() && magnet.peers().isEmpty();
    try (var swarm =
        new JoinedSwarm(settings, http, magnet.swarmHash(), trackers, isBare, failures)) {
      swarm.introduce(magnet.peers());
      swarm.start();
      var found = new CompletableFuture<InfoDictionary>();
      swarm.assign(new Metadata(magnet, found).torrent());
      var info = await(found, swarm, metadata);
      swarm.dismiss();
      target.nameByTorrent(info.name());
      run(Metainfo.of(info, List.of(), TorrentUrls.NONE), magnet.urls().webSeeds(), swarm);
    }
  }

  void run(Metainfo metainfo) throws IOException, InterruptedException {
    target.nameByTorrent(metainfo.info().name());
    var urls = metainfo.urls();
    try (var swarm =
        new JoinedSwarm(
            settings, http, metainfo.info().swarmHash(), urls.announceTiers(), false, failures)) {
      run(metainfo, urls.webSeeds(), swarm);
    }
  }

  private void run(Metainfo metainfo, List<String> webSeeds, JoinedSwarm swarm)
      throws IOException, InterruptedException {
    if (metainfo.info().isPrivate()) {
      swarm.keepPrivate();
    }
    try {
      download(metainfo, webSeeds, swarm);
    } catch (StorageException e) {
      var failed = new DownloadException(Reason.FILE, String.valueOf(e.getMessage()));
      failed.initCause(e.getCause());
      throw failed;
    }
  }

  private void download(Metainfo metainfo, List<String> webSeeds, JoinedSwarm swarm)
      throws IOException, InterruptedException {
    var info = requireBounds(metainfo.info());
    progress.started(target.path().getFileName().toString(), info.length());
    var known = PieceHashes.of(metainfo);
    var hashes = known.isPresent() ? known.get() : PieceHashes.of(info, pieceLayers(info, swarm));
    if (isThereAlready(info, hashes)) {
      progress.received(Source.RESUMED, info.length());
      return;
    }
    try (var files = PieceFiles.open(target.path(), info);
        var kept = new KeptPieces(files, info, hashes)) {
      files.notes().forEach(progress::note);
      // The file will have holes from now on: never to be continued as a plain file.
      KnownEtag.of(target.path()).delete();
      var download = download(kept, hashes, missing(files, info, hashes));
      swarm.account(0, download.left());
      try (var sources =
          new PieceSources(
              settings, http, url, webSeeds, swarm, download, progress, failures, nanoTime)) {
        sources.start(kept);
        fill(download, sources);
        kept.complete(target.path(), settings.overwrite());
        progress.complete();
        share(download, sources);
      }
    }
  }

  private static InfoDictionary requireBounds(InfoDictionary info) throws DownloadException {
    if (info.pieceLength() > MAX_PIECE) {
      throw new DownloadException(
          Reason.PROTOCOL,
          "the torrent has pieces of %d bytes; at most %d are supported"
              .formatted(info.pieceLength(), MAX_PIECE));
    }
    if (info.pieceCount() > MAX_PIECES) {
      throw new DownloadException(
          Reason.PROTOCOL,
          "the torrent has %d pieces; at most %d are supported"
              .formatted(info.pieceCount(), MAX_PIECES));
    }
    return info;
  }

  private List<PieceLayer> pieceLayers(InfoDictionary info, JoinedSwarm swarm)
      throws IOException, InterruptedException {
    String what = "the piece layer that the v2 torrent lacks";
    requirePeers(what);
    var found = new CompletableFuture<List<PieceLayer>>();
    swarm.account(0, info.length());
    swarm.start();
    swarm.assign(
        new PieceLayerTorrent(
            info,
            new PieceLayerTorrent.LayerReceiver() {
              @Override
              public void accept(List<PieceLayer> layers) {
                found.complete(layers);
              }

              @Override
              public boolean isNeeded() {
                return !found.isDone();
              }
            }));
    var layers = await(found, swarm, what);
    swarm.dismiss();
    return layers;
  }

  private void requirePeers(String what) throws DownloadException {
    if (!settings.peers()) {
      throw new DownloadException(
          Reason.NO_SOURCES,
          "only peers have " + what + ", but downloading from peers is switched off (--no-peers)");
    }
  }

  /** Waits for the answer of a peer. */
  private <T> T await(CompletableFuture<T> found, JoinedSwarm swarm, String what)
      throws IOException, InterruptedException {
    var deadline = Deadline.after(settings.stallTimeout(), nanoTime);
    while (!deadline.isOver()) {
      try {
        return found.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        if (swarm.isExhausted()) {
          break;
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("it is never completed with an error", e);
      }
    }
    throw new DownloadException(Reason.NO_SOURCES, "no peer sent " + what + failures);
  }

  /** Returns whether what is at the target is the torrent's. */
  private boolean isThereAlready(InfoDictionary info, PieceHashes hashes)
      throws IOException, InterruptedException {
    var found = PieceFiles.look(target.path(), info, hashes);
    if (found == PieceFiles.Found.OTHER && !settings.overwrite()) {
      throw new DownloadException(
          Reason.FILE,
          target.path()
              + ": another file exists there; replace it with --overwrite, or choose another path"
              + " with --output");
    }
    if (found == PieceFiles.Found.SAME) {
      progress.note(target.path() + " is there already, and every piece of it is right");
    }
    return found == PieceFiles.Found.SAME;
  }

  /** Verifies the pieces of an earlier try, and returns those that are missing. */
  private BitSet missing(PieceFiles files, InfoDictionary info, PieceHashes hashes)
      throws IOException, InterruptedException {
    var missing = new BitSet();
    missing.set(0, info.pieceCount());
    files.verify(
        hashes,
        piece -> {
          missing.clear(piece);
          progress.received(Source.RESUMED, info.pieceSize(piece));
        });
    if (settings.overwrite()) {
      var wanted = (BitSet) missing.clone();
      files.copyFromTarget(
          hashes,
          wanted::get,
          piece -> {
            missing.clear(piece);
            progress.received(Source.RESUMED, info.pieceSize(piece));
          });
    }
    return missing;
  }

  private Download download(KeptPieces kept, PieceHashes hashes, BitSet missing) {
    var download =
        new Download(
            kept.info(),
            missing,
            hashes::verify,
            kept,
            new DownloadListener() {
              @Override
              public void received(int piece, int length) {
                progress.received(Source.PEER, length);
              }
            },
            settings.sequential() ? PieceOrder.SEQUENTIAL : PieceOrder.RAREST_FIRST,
            Math.min(MOST_IN_PIECES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP),
            new Random(),
            nanoTime);
    download.limit(settings.requests().rate());
    return download;
  }

  private void fill(Download download, PieceSources sources)
      throws IOException, InterruptedException {
    long left = download.left();
    long first = left;
    download.touch();
    while (left > 0) {
      download.await(1000);
      progress.peers(sources.peers());
      left = download.left();
      sources.account(first - left, left);
      if (left > 0) {
        requireHope(download, sources, left);
      }
    }
  }

  private void requireHope(Download download, PieceSources sources, long left)
      throws DownloadException {
    boolean stalled = download.silence() > settings.stallTimeout().toNanos();
    boolean exhausted = sources.areExhausted();
    boolean isQuiet = download.silence() > QUIET.toNanos();
    if ((stalled || exhausted || isQuiet) && sources.addOrigin()) {
      return;
    }
    if (stalled || exhausted) {
      throw new DownloadException(
          Reason.NO_SOURCES,
          "%s: %d of %d bytes are missing, and no source has them%s"
              .formatted(target.path(), left, download.info().length(), failures));
    }
  }

  /** Gives the content to others, as long as the settings want it. */
  private void share(Download download, PieceSources sources) throws InterruptedException {
    var sharing = settings.sharing();
    if (!sharing.isWanted() || !settings.peers()) {
      return;
    }
    progress.note("the file is complete; it is shared with others now");
    var end = Deadline.after(sharing.time(), nanoTime);
    while (!end.isOver() && !sources.isRatioReached(sharing)) {
      progress.peers(sources.peers());
      download.pause(1000);
    }
  }
}
