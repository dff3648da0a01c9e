package org.spillway.negotiation.documents;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.spillway.catalog.Offer;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.answers.Document;
import org.spillway.negotiation.fields.Accept;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.MagnetLink;

/** Answers with the magnet link of a file: as a redirect for browsers, or as a line of text. */
final class MagnetAnswer {
  private static final String TEXT = "text/plain";
  private static final String HTML = "text/html";

  private static final String VARY = "Accept";
  private static final String CACHE_CONTROL = "public, no-cache";

  private MagnetAnswer() {}

  static Answer of(RequestHead request, Offer offer, OfferedTorrent torrent, PublicUrls urls) {
    String link = MagnetLink.of(torrent.withUrls(urls).metainfo()).toString();
    boolean asText = Accept.parse(request.field("Accept")).preference(TEXT, HTML) > 0;
    return asText ? text(request, link, urls.file(offer.path()) + "?magnet") : redirect(link);
  }

  private static Answer text(RequestHead request, String link, String url) {
    var line = ByteBuffer.wrap((link + '\n').getBytes(US_ASCII)).asReadOnlyBuffer();
    return Document.of(Answer.Kind.MAGNET, TEXT + ";charset=utf-8", "", line, url)
        .answer(request, CACHE_CONTROL, VARY);
  }

  /** Answers with 302, because the trackers in the link can change while the URL stays. */
  private static Answer redirect(String link) {
    var fields =
        new HeaderFields()
            .add("Location", link)
            .add("Cache-Control", CACHE_CONTROL)
            .add("Referrer-Policy", "no-referrer")
            .add("Content-Type", TEXT + ";charset=utf-8")
            .add("X-Content-Type-Options", "nosniff")
            .vary(VARY);
    return new Answer(Answer.Kind.MAGNET, 302, fields.list(), Body.of(link + '\n'));
  }
}
