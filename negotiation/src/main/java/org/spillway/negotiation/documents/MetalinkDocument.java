package org.spillway.negotiation.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.Offer;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Document;
import org.spillway.negotiation.answers.LinkFields;
import org.spillway.negotiation.fields.ContentDisposition;
import org.spillway.negotiation.fields.MediaTypes;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.Sha256;

/** Writes a Metalink (RFC 5854): where a file can be had, and the hashes to check and repair it. */
final class MetalinkDocument {
  private final Offer offer;
  private final PublicUrls urls;
  private final int ownPriority;
  private final StringBuilder xml = new StringBuilder(2048);

  private MetalinkDocument(Offer offer, PublicUrls urls, int ownPriority) {
    this.offer = offer;
    this.urls = urls;
    this.ownPriority = ownPriority;
  }

  /**
   * @param ownPriority the priority of the file at this server, among its mirrors
   */
  static Document of(Offer offer, OfferedTorrent torrent, PublicUrls urls, int ownPriority) {
    var document = new MetalinkDocument(offer, urls, ownPriority);
    document.begin(torrent.sha256());
    document.pieces(torrent.info());
    document.places();
    document.metaurl();
    return document.end();
  }

  /** Writes the Metalink of an empty file, which has a hash, but neither pieces nor a torrent. */
  static Document ofEmpty(Offer offer, PublicUrls urls, int ownPriority) {
    var document = new MetalinkDocument(offer, urls, ownPriority);
    document.begin(Sha256.digest(new byte[0]));
    document.places();
    return document.end();
  }

  private void begin(Sha256 hash) {
    line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    line("<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">");
    line("  <generator>Spillway</generator>");
    line("  <origin dynamic=\"true\">", Xml.escape(LinkFields.metalink(urls, offer)), "</origin>");
    // All that is known of either is when the file was written.
    // It may be in the future; a date that moved with the clock would make a new document each
    // time.
    String date = offer.lastModified().truncatedTo(ChronoUnit.SECONDS).toString();
    line("  <published>", date, "</published>");
    line("  <updated>", date, "</updated>");
    line("  <file name=\"", name(), "\">");
    line("    <size>", Long.toString(offer.length()), "</size>");
    line("    <hash type=\"sha-256\">", hash.toString(), "</hash>");
  }

  /**
   * Returns the escaped name. Apostrophes may stand unescaped in double quotes, and wget2 does not
   * undo their escape.
   */
  private String name() {
    return Xml.escape(offer.name()).replace("&apos;", "'");
  }

  /** The hashes of v2 are roots of trees (BEP 52), for which Metalink has no name. */
  private void pieces(InfoDictionary info) {
    if (!info.format().hasV1()) {
      return;
    }
    line("    <pieces length=\"", Integer.toString(info.pieceLength()), "\" type=\"sha-1\">");
    for (int piece = 0; piece < info.pieceCount(); piece++) {
      String hash = HexFormat.of().formatHex(info.v1PieceHash(piece).orElseThrow());
      line("      <hash>", hash, "</hash>");
    }
    line("    </pieces>");
  }

  /**
   * Writes the URLs in the order of their priority, because wget2 before 2.2.1 does not sort them.
   */
  private void places() {
    var ourselves = new Mirror(urls.file(offer.path()), ownPriority, "");
    Stream.concat(Stream.of(ourselves), urls.mirrorsOf(offer.path()).stream())
        .sorted(Comparator.comparingInt(Mirror::priority))
        .forEach(this::place);
  }

  private void place(Mirror mirror) {
    line("    <url", attributes(mirror), ">", url(mirror.url()), "</url>");
  }

  private static String attributes(Mirror mirror) {
    String location = mirror.location().isEmpty() ? "" : " location=\"" + mirror.location() + '"';
    return location + " priority=\"" + mirror.priority() + '"';
  }

  private void metaurl() {
    String url = Xml.escape(LinkFields.torrent(urls, offer));
    line("    <metaurl mediatype=\"torrent\" priority=\"1\">", url, "</metaurl>");
  }

  /**
   * Returns a URL without characters that must be escaped in XML, because wget2 does not undo the
   * escape.
   */
  private static String url(String url) {
    return Xml.escape(url.replace("&", "%26").replace("'", "%27"));
  }

  private void line(String... parts) {
    for (String part : parts) {
      xml.append(part);
    }
    xml.append('\n');
  }

  private Document end() {
    line("  </file>");
    line("</metalink>");
    return Document.of(
        Answer.Kind.METALINK,
        MediaTypes.METALINK,
        ContentDisposition.describing(offer.name(), ".meta4"),
        ByteBuffer.wrap(xml.toString().getBytes(UTF_8)).asReadOnlyBuffer(),
        LinkFields.metalink(urls, offer));
  }
}
