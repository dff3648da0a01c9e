package org.spillway.negotiation.documents;

import org.spillway.catalog.Offer;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Document;
import org.spillway.negotiation.answers.LinkFields;
import org.spillway.negotiation.fields.ContentDisposition;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.MediaTypes;

/** Answers with a torrent, or tells why there is none. */
public final class TorrentAnswer {
  /** The delay, in seconds, that is told while nothing is known. */
  private static final long USUAL_WAIT = 5;

  private static final long LONGEST_WAIT = 3600;

  private TorrentAnswer() {}

  static Answer none() {
    return Answer.error(404, "an empty file has no torrent", new HeaderFields());
  }

  static Document of(Offer offer, OfferedTorrent torrent, PublicUrls urls) {
    var told = torrent.withUrls(urls);
    return new Document(
        Answer.Kind.TORRENT,
        MediaTypes.TORRENT,
        ContentDisposition.describing(offer.name(), ".torrent"),
        told.toByteBuffer(),
        told.etag(),
        LinkFields.torrent(urls, offer));
  }

  /** Answers with 503, and the time that the hashing of the file still takes. */
  public static Answer notYet(Offer offer) {
    long seconds =
        offer
            .progress()
            .flatMap(progress -> progress.remaining())
            .map(remaining -> Math.min(LONGEST_WAIT, remaining.toSeconds() + 1))
            .orElse(USUAL_WAIT);
    var fields =
        new HeaderFields()
            .add("Retry-After", Long.toString(seconds))
            .add("Cache-Control", "no-store");
    return Answer.error(503, "the torrent is being made; try again in " + seconds + " s", fields);
  }
}
