package org.spillway.negotiation.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.spillway.catalog.Offer;
import org.spillway.negotiation.fields.ByteRange;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RangeSet;
import org.spillway.negotiation.fields.RequestHead;

/** Answers with a file, with parts of it, or with the reason why not. Each request has its own. */
public final class FileAnswer {
  /** The fields of a 200 that a 304 must have as well (RFC 9110 §15.4.5). */
  private static final Set<String> REPEATED = Set.of("ETag", "Cache-Control", "Vary");

  private final RequestHead request;
  private final FileRepresentation file;
  private final boolean varies;

  public FileAnswer(RequestHead request, FileRepresentation file, boolean varies) {
    this.request = request;
    this.file = file;
    this.varies = varies;
  }

  public Answer make() {
    return switch (Preconditions.evaluate(request, file.validators())) {
      case FAILED -> Answer.error(412, "the file has changed", new HeaderFields().varyIf(varies));
      case NOT_MODIFIED -> notModified();
      case PROCEED -> content();
    };
  }

  private Answer notModified() {
    var fields = new HeaderFields();
    file.whole(varies).stream().filter(f -> REPEATED.contains(f.name())).forEach(fields::add);
    return Answer.notModified(fields, Body.of(offer(), wholeOf(offer())));
  }

  private Answer content() {
    String range = request.field("Range");
    // Range has a meaning for GET alone (RFC 9110 §14.2).
    if (range.isEmpty()
        || request.isHead()
        || !Preconditions.allowRange(request, file.validators())) {
      return whole();
    }
    var set = RangeSet.of(range, offer().length());
    if (set instanceof RangeSet.Satisfiable satisfiable) {
      var ranges = satisfiable.ranges();
      return ranges.size() == 1 ? part(ranges.get(0)) : parts(ranges);
    }
    return set instanceof RangeSet.Unsatisfiable ? unsatisfiable() : whole();
  }

  private Offer offer() {
    return file.offer();
  }

  private Answer whole() {
    return answer(200, file.whole(varies), wholeOf(offer()));
  }

  private static List<BodySegment> wholeOf(Offer offer) {
    return List.of(new BodySegment.Region(0, offer.length()));
  }

  private Answer part(ByteRange range) {
    var fields =
        file.fields(file.contentType(), varies)
            .add("Content-Range", range.contentRange(offer().length()));
    return answer(206, fields.list(), List.of(region(range)));
  }

  private Answer parts(List<ByteRange> ranges) {
    String boundary = UUID.randomUUID().toString();
    var segments = new ArrayList<BodySegment>();
    for (ByteRange range : ranges) {
      segments.add(
          ascii(
              "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                  .formatted(boundary, file.contentType(), range.contentRange(offer().length()))));
      segments.add(region(range));
    }
    segments.add(ascii("\r\n--" + boundary + "--\r\n"));
    var fields = file.fields("multipart/byteranges; boundary=" + boundary, varies);
    return answer(206, fields.list(), segments);
  }

  private static BodySegment region(ByteRange range) {
    return new BodySegment.Region(range.first(), range.length());
  }

  private static BodySegment ascii(String text) {
    return new BodySegment.Bytes(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private Answer unsatisfiable() {
    var fields =
        new HeaderFields().add("Content-Range", "bytes */" + offer().length()).varyIf(varies);
    return Answer.error(416, "the file has " + offer().length() + " bytes", fields);
  }

  private Answer answer(int status, List<HeaderField> fields, List<BodySegment> segments) {
    var answer = new Answer(Answer.Kind.FILE, status, fields, Body.of(offer(), segments));
    return DigestFields.asWanted(request, answer, offer());
  }
}
