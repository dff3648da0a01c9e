package org.spillway.negotiation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tells one version of a representation from another (RFC 9110 §8.8). */
final class Validators {
  private final String etag;
  private final @Nullable Instant lastModified;

  private Validators(String etag, @Nullable Instant lastModified) {
    this.etag = etag;
    this.lastModified = lastModified;
  }

  static Validators of(String etag) {
    return new Validators(etag, null);
  }

  /**
   * Cuts the date to seconds, as header fields carry it, and keeps it out of the future (§8.8.2.1).
   */
  static Validators of(String etag, Instant lastModified) {
    return new Validators(etag, date(lastModified));
  }

  /** The same for a date alone. */
  static Instant date(Instant lastModified) {
    var now = Instant.now();
    var date = lastModified.isAfter(now) ? now : lastModified;
    return date.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Strong, in quotes. */
  String etag() {
    return etag;
  }

  /** In whole seconds. */
  Optional<Instant> lastModified() {
    return Optional.ofNullable(lastModified);
  }
}
