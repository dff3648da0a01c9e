package org.spillway.negotiation.answers;

import java.util.List;
import org.spillway.catalog.Offer;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.HttpDate;

/**
 * The header fields of all answers with one file, for clients that are told the same URLs. They are
 * made once and kept.
 */
public final class FileRepresentation {
  /** The delay in seconds. */
  private static final String RETRY_AFTER = "10";

  private static final String RETRY_AFTER_LOSS = "60";

  private static final String LOST =
      "the file cannot be read at the moment; try again, or use the torrent";

  private static final String BUSY =
      "the server has reached its limits; try again, or use the torrent";

  private final Offer offer;
  private final PublicUrls urls;
  private final FileKind kind;
  private final Validators validators;

  /** The fields of parts, whose Content-Type is not always the file's. */
  private final List<HeaderField> common;

  private final List<HeaderField> whole;
  private final List<HeaderField> wholeOfMany;

  public FileRepresentation(Offer offer, FileKind kind, PublicUrls urls) {
    this.offer = offer;
    this.urls = urls;
    this.kind = kind;
    this.validators = Validators.of(offer);
    this.common = common().list();
    this.whole = fields(kind.contentType(), false).list();
    this.wholeOfMany = fields(kind.contentType(), true).list();
  }

  public Offer offer() {
    return offer;
  }

  /** Returns the URLs that its answers name. */
  public PublicUrls urls() {
    return urls;
  }

  public FileKind kind() {
    return kind;
  }

  /** Returns the value of Content-Type. */
  String contentType() {
    return kind.contentType();
  }

  Validators validators() {
    return validators;
  }

  /**
   * Returns the fields of an answer with the whole file; the same list each time.
   *
   * @param varies whether another request for the same URL can get something else
   */
  List<HeaderField> whole(boolean varies) {
    return varies ? wholeOfMany : whole;
  }

  /** Returns the fields of another answer with content of the file. */
  HeaderFields fields(String contentType, boolean varies) {
    return new HeaderFields().add("Content-Type", contentType).addAll(common).varyIf(varies);
  }

  /** Answers with 503, and the fields that tell where else the file is. */
  public Answer busy(boolean varies) {
    return unavailable(BUSY, RETRY_AFTER, varies);
  }

  /** Answers like {@link #busy}, while nobody can read the file. */
  public Answer lost(boolean varies) {
    return unavailable(LOST, RETRY_AFTER_LOSS, varies);
  }

  private Answer unavailable(String why, String retryAfter, boolean varies) {
    var fields = new HeaderFields().add("Retry-After", retryAfter).add("Cache-Control", "no-store");
    common.stream().filter(field -> field.name().equals("Link")).forEach(fields::add);
    return Answer.error(503, why, fields.varyIf(varies));
  }

  private HeaderFields common() {
    var fields =
        new HeaderFields()
            .add("X-Content-Type-Options", "nosniff")
            .add("Accept-Ranges", "bytes")
            .addIf(!validators.etag().isEmpty(), "ETag", validators.etag());
    validators.lastModified().ifPresent(d -> fields.add("Last-Modified", HttpDate.format(d)));
    addCacheControl(fields);
    if (!offer.isGrowing()) {
      addDescriptions(fields);
    }
    return fields;
  }

  private void addDescriptions(HeaderFields fields) {
    // They belong to the whole file, and are sent with parts of it, too (RFC 9530 §3).
    DigestFields.ofFile(offer)
        .ifPresent(
            hash ->
                fields
                    .add("Digest", DigestFields.digest(hash))
                    .add("Repr-Digest", DigestFields.value(hash)));
    LinkFields.of(urls, offer).forEach(link -> fields.add("Link", link));
  }

  /**
   * Keeps caches from storing a file that is not hashed yet: its tag is about to change, and
   * clients that prefer the torrent get the file until then. A cache of slices (nginx) would store
   * slices under both tags, which never make a whole. A growing file is longer at the next request.
   */
  private void addCacheControl(HeaderFields fields) {
    boolean unhashed = offer.canHaveTorrent() && offer.torrent().isEmpty();
    if (unhashed || offer.isGrowing()) {
      fields.add("Cache-Control", "no-cache");
    }
  }
}
