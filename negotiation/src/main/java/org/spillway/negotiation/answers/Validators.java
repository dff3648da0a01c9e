package org.spillway.negotiation.answers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.Offer;

/** What tells one version of a representation from another (RFC 9110 §8.8). */
public final class Validators {
  private final String etag;
  private final Predicate<String> isTag;
  private final @Nullable Instant lastModified;

  private Validators(String etag, Predicate<String> isTag, @Nullable Instant lastModified) {
    this.etag = etag;
    this.isTag = isTag;
    this.lastModified = lastModified;
  }

  /** What a representation has that cannot be told from another version. */
  public static final Validators NONE = new Validators("", tag -> false, null);

  /**
   * @param etag in quotes, with the prefix W/; it matches no strong condition
   */
  public static Validators weak(String etag) {
    return new Validators(etag, tag -> false, null);
  }

  public static Validators of(String etag) {
    return new Validators(etag, etag::equals, null);
  }

  /**
   * Cuts the date to seconds, as header fields carry it, and keeps it out of the future (§8.8.2.1).
   */
  public static Validators of(String etag, Instant lastModified) {
    return new Validators(etag, etag::equals, date(lastModified));
  }

  /**
   * The tag that the file had before it was hashed is as good for clients that began with that. A
   * file that is growing has no tag, but the time of its last change.
   */
  public static Validators of(Offer offer) {
    return new Validators(offer.etag(), offer::isEtag, date(offer.lastModified()));
  }

  private static Instant date(Instant lastModified) {
    var now = Instant.now();
    var date = lastModified.isAfter(now) ? now : lastModified;
    return date.truncatedTo(ChronoUnit.SECONDS);
  }

  /** In quotes; weak ones begin with W/. Empty if there is none. */
  public String etag() {
    return etag;
  }

  /** By strong comparison: whether a tag stands for the very bytes (RFC 9110 §8.8.3.2). */
  boolean isTag(String tag) {
    return isTag.test(tag);
  }

  /** In whole seconds. */
  public Optional<Instant> lastModified() {
    return Optional.ofNullable(lastModified);
  }
}
