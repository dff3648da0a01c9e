package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.util.function.LongSupplier;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.Problems;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;

/**
 * Downloads a file whose server does not answer, with the torrent that DNS has of it. A torrent
 * that nobody serves may be out of date, so DNS is asked once more, at other servers, before the
 * download fails.
 */
final class Fallback {
  private final ClientSettings settings;
  private final URI url;
  private final TorrentDownload torrents;
  private final Progress progress;
  private final LongSupplier nanoTime;

  /**
   * @param url the URL that the person asked for
   * @param nanoTime as {@link System#nanoTime}
   */
  Fallback(
      ClientSettings settings,
      URI url,
      TorrentDownload torrents,
      Progress progress,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.url = url;
    this.torrents = torrents;
    this.progress = progress;
    this.nanoTime = nanoTime;
  }

  /** The torrent in DNS, and the URL that DNS was asked about. */
  private record Lookup(URI asked, LookupResult.Present found) {}

  /**
   * Asks DNS, and downloads.
   *
   * @throws DownloadException also if DNS must not be asked, or has no torrent that counts
   */
  void run(OriginServer.Answer.Unavailable unavailable) throws IOException, InterruptedException {
    requireDns(unavailable);
    progress.note(unavailable.url() + ": " + unavailable.reason() + "; asking DNS");
    var lookup = lookup(unavailable);
    try {
      download(lookup.found);
    } catch (DownloadException e) {
      if (e.reason() != Reason.NO_SOURCES) {
        throw e;
      }
      download(another(lookup, e));
    } catch (MalformedMetainfoException e) {
      download(another(lookup, e));
    }
  }

  private void requireDns(OriginServer.Answer.Unavailable unavailable) throws DownloadException {
    if (settings.dns().trust() == DnsPolicy.Trust.NONE) {
      throw new DownloadException(
          Reason.UNREACHABLE,
          "%s: %s; DNS is not asked (--no-dns)".formatted(unavailable.url(), unavailable.reason()));
    }
  }

  private void download(LookupResult.Present present) throws IOException, InterruptedException {
    String signed = present.signature().isValid() ? ", " + present.signature() : "";
    progress.found(present.form(), present.name() + " from " + present.by() + signed);
    if (present.answer() instanceof FallbackAnswer.Torrent torrent) {
      torrents.run(Metainfo.parse(torrent.content().toBytes()));
    } else if (present.answer() instanceof FallbackAnswer.Magnet magnet) {
      torrents.run(magnet.link());
    }
  }

  /**
   * Returns the torrent that another server has, or that the same server has by now.
   *
   * @throws DownloadException if no server has another one; the message says why the first one was
   *     of no use, and how old it may be
   */
  private LookupResult.Present another(Lookup lookup, IOException problem)
      throws DownloadException {
    var known = lookup.found;
    String reason =
        "%s; the torrent that %s gave %s"
            .formatted(
                Problems.describe(problem),
                known.by().server(),
                known.freshness().describe(known.ttl()));
    progress.note(reason + "; asking DNS once more");
    var kind = problem instanceof DownloadException failed ? failed.reason() : Reason.PROTOCOL;
    return new DnsLookup(settings, nanoTime)
        .lookupAnother(lookup.asked, known)
        .orElseThrow(
            () -> new DownloadException(kind, reason + "; no name server has another torrent"));
  }

  /** Asks for the URL that failed, then for the one that redirected there. */
  private Lookup lookup(OriginServer.Answer.Unavailable unavailable) throws IOException {
    LookupResult result;
    URI asked = unavailable.url();
    try {
      var lookup = new DnsLookup(settings, nanoTime);
      result = lookup.lookup(asked);
      if (result instanceof LookupResult.Absent && !url.equals(asked)) {
        asked = url;
        result = lookup.lookup(asked);
      }
    } catch (DownloadException e) {
      var told =
          new DownloadException(
              e.reason(),
              "%s: %s; %s".formatted(unavailable.url(), unavailable.reason(), e.getMessage()));
      told.initCause(e.getCause());
      throw told;
    }
    if (result instanceof LookupResult.Present present) {
      requireAuthentic(asked, present);
      return new Lookup(asked, present);
    }
    throw absent(unavailable, (LookupResult.Absent) result);
  }

  private static DownloadException absent(
      OriginServer.Answer.Unavailable unavailable, LookupResult.Absent absent) {
    return new DownloadException(
        Reason.UNREACHABLE,
        "%s: %s; DNS has no record at %s (%s says %s)"
            .formatted(
                unavailable.url(),
                unavailable.reason(),
                absent.name(),
                absent.by(),
                absent.status()));
  }

  /**
   * Refuses a torrent that may be forged if the URL is https, which promises that nobody on the way
   * writes the answer.
   */
  private void requireAuthentic(URI asked, LookupResult.Present present) throws DownloadException {
    boolean isAnyTaken = settings.dns().trust() == DnsPolicy.Trust.ANY;
    if (DnsLookup.isHttps(asked) && !isAnyTaken && !present.isAuthentic()) {
      throw new DownloadException(
          Reason.UNVERIFIED,
          ("%s does not answer, and nothing proves that the torrent in DNS is its own: %s, and %s."
                  + " Name a server of DNS over HTTPS (--dns=https://HOST/PATH), or accept the torrent"
                  + " all the same (--insecure-dns)")
              .formatted(asked, present.by(), present.signature()));
    }
  }
}
