package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.Http;
import org.spillway.client.http.Login;
import org.spillway.client.http.Problems;
import org.spillway.client.store.PieceFiles;
import org.spillway.client.store.StorageException;
import org.spillway.client.store.TorrentCache;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMagnetLinkException;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.MalformedRecordsException;

/**
 * Downloads files. It asks the server with content negotiation, and saves the plain file if the
 * server sends that. With a torrent, it downloads from peers and web seeds at the same time and
 * verifies every piece. If the server refuses connections, does not answer in time or answers with
 * 5xx, it looks for the torrent in DNS.
 *
 * <p>A download that ends early leaves {@code TARGET.part}, which the next one continues: the
 * pieces of a torrent are verified again, and the ETag of a plain file is compared. The target
 * itself appears by one rename, complete. If it exists already with the right content, nothing is
 * fetched. If it has another content, it is replaced only if the settings say so.
 *
 * <p>Safe for use by many threads. Its own threads end with each download.
 */
public final class Downloader {
  /** The longest .torrent to accept, in bytes. */
  static final int MAX_TORRENT = 16 * 1024 * 1024;

  private final ClientSettings settings;
  private final LongSupplier nanoTime;
  private final TorrentCache cache;

  public Downloader(ClientSettings settings) {
    this(settings, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Downloader(ClientSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    // Nobody knows who has sent what an unknown server sent.
    boolean isKnown = !settings.requests().trust().all();
    this.cache = new TorrentCache(isKnown ? settings.cache() : null);
  }

  /**
   * Downloads a file, and blocks until it is complete.
   *
   * @param url an http, https or magnet URL, best made by {@link DownloadUrl#parse}
   * @param target the file to write, or a folder in which the file gets the name that a response,
   *     its URL, or the metadata of a magnet link gives it. A torrent of several files becomes a
   *     folder of this name. A symbolic link is followed.
   * @throws DownloadException says with a {@link Reason} why there is no file
   * @throws InterruptedException if the thread is interrupted; the partial file stays
   */
  public DownloadResult get(URI url, Path target, Progress progress)
      throws DownloadException, InterruptedException {
    return run(url, DownloadTarget.of(url, target), progress, this::get);
  }

  /**
   * Downloads the content of a torrent from its peers and web seeds, and blocks until it is
   * complete.
   *
   * @param target the file or folder to write, or a folder in which it gets the torrent's name
   * @throws DownloadException says with a {@link Reason} why there is no content
   * @throws InterruptedException if the thread is interrupted; what is there already stays
   */
  public DownloadResult get(Metainfo torrent, Path target, Progress progress)
      throws DownloadException, InterruptedException {
    var info = torrent.info();
    boolean isParent = Files.isDirectory(target) && !PieceFiles.fits(target, info);
    Path file = isParent ? target.resolve(DownloadTarget.safe(info.name())) : target;
    var place = DownloadTarget.at(file);
    // Its addresses decide where the download may connect to, as those of a link do.
    var link = URI.create(MagnetLink.of(torrent).toString());
    return run(
        link,
        place,
        progress,
        (job, http) -> {
          job.tally.found(Route.TORRENT_FILE, torrent.toString());
          new TorrentDownload(settings, http, link, place, job.tally, nanoTime).run(torrent);
        });
  }

  /**
   * Gets a short document, such as a listing, and blocks until it is complete. Login, proxies and
   * other settings of requests hold as for files.
   *
   * @param accept the media type that is wanted
   * @param most the length of the longest document that is accepted, in bytes
   * @throws DownloadException if the server does not answer, or not with such a document
   */
  public byte[] document(URI url, String accept, int most)
      throws DownloadException, InterruptedException {
    URI named = Login.removedFrom(url);
    try (var http = settings.http(url, nanoTime)) {
      var response = http.get(named, "Accept", accept, "Accept-Encoding", "identity");
      try (var body = response.body()) {
        if (response.status() != 200) {
          var reason = response.status() >= 500 ? Reason.UNREACHABLE : Reason.REFUSED;
          throw new DownloadException(reason, named + ": HTTP " + response.status());
        }
        return body.readAll(most);
      }
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(Reason.UNREACHABLE, named + ": " + Problems.describe(e));
    }
  }

  /** Returns the path that a file of a name from outside gets in a folder. */
  public static Path nameIn(Path folder, String name) {
    return folder.resolve(DownloadTarget.safe(name));
  }

  /**
   * Reads a .torrent file.
   *
   * @throws DownloadException if it cannot be read, is too long or is not a torrent
   */
  public static Metainfo readTorrent(Path file) throws DownloadException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_TORRENT + 1);
      if (bytes.length > MAX_TORRENT) {
        throw new DownloadException(
            Reason.PROTOCOL, "%s: must have at most %d bytes".formatted(file, MAX_TORRENT));
      }
      return Metainfo.parse(bytes);
    } catch (MalformedMetainfoException e) {
      throw new DownloadException(Reason.PROTOCOL, file.toString(), e);
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, file.toString(), e);
    }
  }

  /**
   * Downloads a file whose torrent is known already, and blocks until it is complete. The torrent's
   * peers and web seeds come first, and the URL is asked only if they do not send the whole file.
   *
   * @param target the file to write, or the folder if the torrent is of several files
   * @throws DownloadException says with a {@link Reason} why there is no file
   */
  public DownloadResult get(URI url, Metainfo torrent, Path target, Progress progress)
      throws DownloadException, InterruptedException {
    return run(url, DownloadTarget.at(target), progress, (job, http) -> get(job, http, torrent));
  }

  /**
   * Removes the partial file or folder of an earlier try, but never the file itself.
   *
   * @throws DownloadException if it cannot be removed
   */
  public static void discard(Path target) throws DownloadException {
    KnownEtag.of(target).delete();
    try {
      PieceFiles.discard(target);
    } catch (StorageException e) {
      throw new DownloadException(Reason.FILE, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reserves a name for a download to come, with an empty partial file, so that other downloads
   * that look for a free name at the same time choose another one.
   *
   * @return false if the file or a partial file of it exists already
   * @throws DownloadException if the folder cannot be written to
   */
  public static boolean reserve(Path target) throws DownloadException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path part = PartialFile.partOf(target);
    try {
      Files.createFile(part);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, part.toString(), e);
    }
  }

  private record Job(URI url, DownloadTarget target, DownloadMeter tally) {}

  /** A way to begin a download. */
  private interface Way {
    void take(Job job, Http http) throws IOException, InterruptedException;
  }

  private DownloadResult run(URI url, DownloadTarget target, Progress progress, Way way)
      throws DownloadException, InterruptedException {
    var tally = new DownloadMeter(progress, nanoTime);
    URI named = Login.removedFrom(url);
    try (var http = settings.http(url, nanoTime)) {
      way.take(new Job(named, target, tally), http);
    } catch (DownloadException e) {
      throw interruptedOr(e);
    } catch (MalformedMetainfoException
        | MalformedMagnetLinkException
        | MalformedRecordsException e) {
      throw new DownloadException(Reason.PROTOCOL, named.toString(), e);
    } catch (IOException e) {
      throw new DownloadException(Reason.OTHER, named.toString(), e);
    }
    var result = tally.result(target.path());
    if (!result.wasThere()) {
      target.setTime();
    }
    progress.finished(result);
    return result;
  }

  /** Tells an interrupt from a failure: an interrupt closes a file that is being written. */
  private static DownloadException interruptedOr(DownloadException e) throws InterruptedException {
    if (e.getCause() instanceof ClosedByInterruptException && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return e;
  }

  private void get(Job job, Http http, Metainfo torrent) throws IOException, InterruptedException {
    try {
      job.tally.found(Route.NEGOTIATED, torrent.toString());
      new TorrentDownload(settings, http, job.url, job.target, job.tally, nanoTime).run(torrent);
    } catch (DownloadException e) {
      if (e.reason() != Reason.NO_SOURCES) {
        throw e;
      }
      job.tally.note(e.getMessage() + "; asking " + job.url);
      get(job, http);
    }
  }

  private void get(Job job, Http http) throws IOException, InterruptedException {
    URI url = job.url;
    Progress progress = job.tally;
    var torrents = new TorrentDownload(settings, http, url, job.target, progress, nanoTime);
    if (DownloadUrl.isMagnet(url)) {
      var magnet = MagnetLink.parse(url.toString());
      progress.found(Route.MAGNET, magnet.swarmHash().toString());
      torrents.run(magnet);
      return;
    }
    var origin = new OriginServer(http, url, job.target, settings.overwrite(), progress);
    var answer = ask(origin, job);
    if (answer instanceof OriginServer.Answer.Unavailable unavailable) {
      answer = askAgain(origin, unavailable, job, torrents);
    }
    if (answer instanceof OriginServer.Answer.Torrent torrent) {
      progress.found(Route.NEGOTIATED, torrent.metainfo().toString());
      runOrSave(torrents, torrent.metainfo(), origin, progress);
    }
  }

  /** Asks the server, and keeps its torrent, or forgets it if there is none any more. */
  private OriginServer.Answer ask(OriginServer origin, Job job)
      throws IOException, InterruptedException {
    URI named = Login.removedFrom(job.url);
    try {
      var answer = origin.ask();
      if (answer instanceof OriginServer.Answer.Torrent torrent) {
        keep(named, torrent.metainfo(), job.tally);
      } else if (answer instanceof OriginServer.Answer.Saved) {
        cache.forget(named);
      }
      return answer;
    } catch (DownloadException e) {
      if (e.reason() == Reason.REFUSED) {
        cache.forget(named);
      }
      throw e;
    }
  }

  private void keep(URI url, Metainfo torrent, Progress progress) {
    try {
      cache.keep(url, torrent);
    } catch (IOException e) {
      progress.note("the torrent is not kept for an outage: " + Problems.describe(e));
    }
  }

  /**
   * Downloads with the torrent that the server has sent before, if there is one.
   *
   * @param why says why DNS was of no use
   * @return whether the file is complete
   */
  private boolean fromCache(Job job, TorrentDownload torrents, DownloadException why)
      throws IOException, InterruptedException {
    var kept = cache.find(Login.removedFrom(job.url));
    if (kept.isEmpty()) {
      return false;
    }
    job.tally.note(
        "%s; using the torrent that the server sent on %s"
            .formatted(why.getMessage(), kept.get().since().truncatedTo(ChronoUnit.SECONDS)));
    job.tally.found(Route.KEPT_TORRENT, kept.get().metainfo().toString());
    try {
      torrents.run(kept.get().metainfo());
      return true;
    } catch (DownloadException e) {
      if (e.reason() != Reason.NO_SOURCES) {
        throw e;
      }
      job.tally.note(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Asks DNS, and then the server again as long as there is hope. */
  private OriginServer.Answer askAgain(
      OriginServer origin, OriginServer.Answer.Unavailable first, Job job, TorrentDownload torrents)
      throws IOException, InterruptedException {
    try {
      new Fallback(settings, job.url, torrents, job.tally, nanoTime).run(first);
      return new OriginServer.Answer.Saved();
    } catch (DownloadException e) {
      if (e.reason() != Reason.FILE && fromCache(job, torrents, e)) {
        return new OriginServer.Answer.Saved();
      }
      boolean mayHope = first.hope().begun() || settings.requests().retryUnreachable();
      if (!mayHope || e.reason() == Reason.FILE) {
        throw e;
      }
      return new ServerRetries(origin, settings.requests().retries(), job.tally).run(first, e);
    }
  }

  /** Saves the plain file if the torrent's sources do not have all of it. */
  private void runOrSave(
      TorrentDownload torrents, Metainfo torrent, OriginServer origin, Progress progress)
      throws IOException, InterruptedException {
    try {
      torrents.run(torrent);
    } catch (DownloadException e) {
      if (e.reason() != Reason.NO_SOURCES || !settings.webSeeds()) {
        throw e;
      }
      progress.note(e.getMessage() + "; asking for the plain file");
      if (!(origin.askPlain() instanceof OriginServer.Answer.Saved)) {
        throw e;
      }
    }
  }
}
