package org.spillway.negotiation.answers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.Offer;

/** The validators of a representation, which tell its versions apart (RFC 9110 §8.8). */
public final class Validators {
  private final String etag;
  private final Predicate<String> isTag;
  private final @Nullable Instant lastModified;

  private Validators(String etag, Predicate<String> isTag, @Nullable Instant lastModified) {
    this.etag = etag;
    this.isTag = isTag;
    this.lastModified = lastModified;
  }

  /** The validators of a representation whose versions cannot be told apart. */
  public static final Validators NONE = new Validators("", tag -> false, null);

  /**
   * @param etag the weak entity tag, in quotes and with the prefix W/; it matches no strong
   *     condition
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
   * Returns the validators of a file. The tag that it had before it was hashed is accepted, too,
   * from clients that began with it. A growing file has no tag, but the time of its last change.
   */
  public static Validators of(Offer offer) {
    return new Validators(offer.etag(), offer::isEtag, date(offer.lastModified()));
  }

  private static Instant date(Instant lastModified) {
    var now = Instant.now();
    var date = lastModified.isAfter(now) ? now : lastModified;
    return date.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns the tag in quotes; a weak one begins with W/. Empty if there is none. */
  public String etag() {
    return etag;
  }

  /**
   * Returns whether a tag stands for exactly these bytes, by strong comparison (RFC 9110 §8.8.3.2).
   */
  boolean isTag(String tag) {
    return isTag.test(tag);
  }

  /** Returns the time of the last change, in whole seconds. */
  public Optional<Instant> lastModified() {
    return Optional.ofNullable(lastModified);
  }
}
