package org.spillway.negotiation;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.spillway.catalog.Offer;
import org.spillway.catalog.PublicUrls;

/** Answers with a file: the whole, parts of it, or why not. One for each request. */
final class FileAnswer {
  private final RequestHead request;
  private final Offer offer;
  private final PublicUrls urls;
  private final String type;
  private final boolean varies;
  private final Validators validators;

  FileAnswer(RequestHead request, Offer offer, PublicUrls urls, String type, boolean varies) {
    this.request = request;
    this.offer = offer;
    this.urls = urls;
    this.type = type;
    this.varies = varies;
    this.validators = Validators.of(offer.etag(), offer.lastModified());
  }

  Answer make() {
    return switch (Preconditions.evaluate(request, validators)) {
      case FAILED -> Answer.error(412, "the file is another one now", new Fields().varyIf(varies));
      case NOT_MODIFIED ->
          Answer.notModified(new Fields().add("ETag", validators.etag()).varyIf(varies));
      case PROCEED -> content();
    };
  }

  private Answer content() {
    String range = request.field("Range");
    // Of all methods, Range means something to GET alone (RFC 9110 §14.2).
    if (range.isEmpty() || request.isHead() || !Preconditions.allowRange(request, validators)) {
      return whole();
    }
    var set = RangeSet.of(range, offer.length());
    if (set instanceof RangeSet.Satisfiable satisfiable) {
      var ranges = satisfiable.ranges();
      return ranges.size() == 1 ? part(ranges.get(0)) : parts(ranges);
    }
    return set instanceof RangeSet.Unsatisfiable ? unsatisfiable() : whole();
  }

  private Answer whole() {
    return answer(200, fields(type), List.of(new Segment.Region(0, offer.length())));
  }

  private Answer part(ByteRange range) {
    var fields = fields(type).add("Content-Range", range.contentRange(offer.length()));
    return answer(206, fields, List.of(region(range)));
  }

  private Answer parts(List<ByteRange> ranges) {
    String boundary = UUID.randomUUID().toString();
    var segments = new ArrayList<Segment>();
    for (ByteRange range : ranges) {
      segments.add(
          ascii(
              "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                  .formatted(boundary, type, range.contentRange(offer.length()))));
      segments.add(region(range));
    }
    segments.add(ascii("\r\n--" + boundary + "--\r\n"));
    return answer(206, fields("multipart/byteranges; boundary=" + boundary), segments);
  }

  private static Segment region(ByteRange range) {
    return new Segment.Region(range.first(), range.length());
  }

  private static Segment ascii(String text) {
    return Body.of(text).segments().get(0);
  }

  private Answer unsatisfiable() {
    var fields = new Fields().add("Content-Range", "bytes */" + offer.length()).varyIf(varies);
    return Answer.error(416, "the file has " + offer.length() + " bytes", fields);
  }

  private Answer answer(int status, Fields fields, List<Segment> segments) {
    return new Answer(Answer.Kind.FILE, status, fields.list(), Body.of(offer, segments));
  }

  private Fields fields(String contentType) {
    var fields =
        new Fields()
            .add("Content-Type", contentType)
            .add("X-Content-Type-Options", "nosniff")
            .add("Accept-Ranges", "bytes")
            .add("ETag", validators.etag())
            .varyIf(varies);
    validators.lastModified().ifPresent(d -> fields.add("Last-Modified", HttpDate.format(d)));
    addDigests(fields);
    addLinks(fields);
    return fields;
  }

  /**
   * Of the whole file, on parts of it too (RFC 9530 §3; RFC 3230 for aria2, which reads no other).
   */
  private void addDigests(Fields fields) {
    offer
        .torrent()
        .map(torrent -> Base64.getEncoder().encodeToString(torrent.sha256().toBytes()))
        .ifPresent(
            sha256 ->
                fields
                    .add("Digest", "SHA-256=" + sha256)
                    .add("Repr-Digest", "sha-256=:" + sha256 + ':'));
  }

  /** RFC 6249. */
  private void addLinks(Fields fields) {
    if (TorrentAnswer.existsFor(offer)) {
      String url = TorrentAnswer.url(urls, offer);
      String type = "type=\"" + Negotiation.TORRENT_TYPE + '"';
      fields.add("Link", "<" + url + ">; rel=describedby; " + type);
    }
    urls.mirrorsOf(offer.path())
        .forEach(mirror -> fields.add("Link", "<" + mirror + ">; rel=duplicate"));
  }
}
