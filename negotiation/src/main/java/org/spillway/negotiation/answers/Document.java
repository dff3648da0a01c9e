package org.spillway.negotiation.answers;

import java.nio.ByteBuffer;
import org.spillway.negotiation.fields.ContentDisposition;
import org.spillway.negotiation.fields.DigestPreferences;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.Sha256;

/**
 * A representation that is small and in memory: the torrent, the Metalink document, the magnet link
 * or the page of a file. It has no Last-Modified: it changes with this server's configuration too.
 *
 * @param type the media type
 * @param fileName the name to save it under; empty if it is to be shown
 * @param etag the entity tag, which is strong, in quotes
 * @param url the URL that always gives it; empty if no other URL does
 */
public record Document(
    Answer.Kind kind, String type, String fileName, ByteBuffer bytes, String etag, String url) {

  /**
   * @param kind the kind of answer as which it is counted
   * @param bytes the bytes that its tag is made of
   */
  public static Document of(
      Answer.Kind kind, String type, String fileName, ByteBuffer bytes, String url) {
    return new Document(kind, type, fileName, bytes, '"' + tag(bytes) + '"', url);
  }

  private static String tag(ByteBuffer bytes) {
    return digest(bytes).toString().substring(0, 32);
  }

  private static Sha256 digest(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Sha256.digest(copy);
  }

  /** Answers a request for the document's own URL. */
  public Answer answer(RequestHead request) {
    return answer(request, "public, no-cache", "");
  }

  /**
   * Answers a request for the URL of the file whose header fields chose the document; other
   * requests get the file there.
   */
  public Answer negotiated(RequestHead request) {
    return answer(request, "private, no-cache", HeaderFields.NEGOTIATED);
  }

  /**
   * @param vary the value of the field Vary, which may be empty
   */
  public Answer answer(RequestHead request, String cacheControl, String vary) {
    var fields =
        new HeaderFields()
            .add("ETag", etag)
            .add("Cache-Control", cacheControl)
            .addIf(!url.isEmpty(), "Content-Location", url)
            .vary(vary);
    return switch (Preconditions.evaluate(request, Validators.of(etag))) {
      case FAILED -> Answer.error(412, "the document has changed", new HeaderFields().vary(vary));
      case NOT_MODIFIED -> Answer.notModified(fields, Body.of(bytes));
      case PROCEED -> content(request, fields);
    };
  }

  /** Digests go along only if they are asked for: aria2 1.36 hangs on that of a torrent. */
  private Answer content(RequestHead request, HeaderFields fields) {
    fields.add("Content-Type", type).add("X-Content-Type-Options", "nosniff");
    if (!fileName.isEmpty()) {
      fields.add("Content-Disposition", ContentDisposition.attachment(fileName));
    }
    var preferences = DigestPreferences.of(request);
    if (preferences.reprDigest() == DigestPreferences.Preference.YES) {
      fields.add("Repr-Digest", DigestFields.value(digest(bytes)));
    }
    if (preferences.contentDigest() == DigestPreferences.Preference.YES) {
      fields.add("Content-Digest", DigestFields.value(digest(bytes)));
    }
    return new Answer(kind, 200, fields.list(), Body.of(bytes));
  }
}
