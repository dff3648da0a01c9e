package org.spillway.negotiation;

import org.spillway.catalog.Offer;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;

/** Answers with a torrent, or why not yet. */
final class TorrentAnswer {
  /** In seconds; what is told while nothing is known. */
  private static final long USUAL_WAIT = 5;

  private static final long LONGEST_WAIT = 3600;

  private TorrentAnswer() {}

  /** Clients refuse torrents without a byte. */
  static boolean existsFor(Offer offer) {
    return offer.length() > 0;
  }

  static Answer none() {
    return Answer.error(404, "an empty file has no torrent", new Fields());
  }

  /** The URL that always gives the torrent of a file. */
  static String url(PublicUrls urls, Offer offer) {
    return urls.file(offer.path()) + "?torrent";
  }

  /**
   * The torrent has no Last-Modified: it changes with this server's configuration too. It has no
   * Digest: aria2 1.36 hangs on one.
   *
   * @param varies whether another request for the same URL can get the file
   */
  static Answer of(
      RequestHead request, Offer offer, OfferedTorrent torrent, PublicUrls urls, boolean varies) {
    var fields =
        new Fields()
            .add("ETag", torrent.etag())
            .add("Cache-Control", varies ? "private, no-cache" : "public, no-cache")
            .add("Content-Location", url(urls, offer))
            .varyIf(varies);
    return switch (Preconditions.evaluate(request, Validators.of(torrent.etag()))) {
      case FAILED ->
          Answer.error(412, "the torrent is another one now", new Fields().varyIf(varies));
      case NOT_MODIFIED -> Answer.notModified(fields);
      case PROCEED -> content(offer, torrent, fields);
    };
  }

  private static Answer content(Offer offer, OfferedTorrent torrent, Fields fields) {
    fields
        .add("Content-Type", Negotiation.TORRENT_TYPE)
        .add("X-Content-Type-Options", "nosniff")
        .add("Content-Disposition", ContentDisposition.attachment(offer.name() + ".torrent"));
    var body = Body.of(torrent.toByteBuffer());
    return new Answer(Answer.Kind.TORRENT, 200, fields.list(), body);
  }

  /** 503, with the time that the hashing of the file still takes. */
  static Answer notYet(Offer offer) {
    long seconds =
        offer
            .progress()
            .flatMap(progress -> progress.remaining())
            .map(remaining -> Math.min(LONGEST_WAIT, remaining.toSeconds() + 1))
            .orElse(USUAL_WAIT);
    var fields =
        new Fields().add("Retry-After", Long.toString(seconds)).add("Cache-Control", "no-store");
    return Answer.error(503, "the torrent is being made; try again in " + seconds + " s", fields);
  }
}
