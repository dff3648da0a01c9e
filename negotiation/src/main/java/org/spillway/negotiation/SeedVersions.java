package org.spillway.negotiation;

import java.time.Duration;
import java.util.Optional;
import org.spillway.catalog.Offer;
import org.spillway.catalog.SeedVersion;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.HeaderFields;

/** Refuses a web seed's client that has the torrent of another version of a file (BEP 19). */
final class SeedVersions {
  /**
   * The time after which a client may ask again; a file that was only touched is known again within
   * seconds.
   */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private SeedVersions() {}

  /** Returns the refusal, or nothing if the client wants this version or any. */
  static Optional<Answer> refusal(Negotiation.Target target, Offer offer) {
    if (target.version().isEmpty()) {
      return Optional.empty();
    }
    var torrent = offer.torrent();
    if (torrent.isEmpty() && offer.length() > 0) {
      return Optional.of(unknown());
    }
    var wanted = new SeedVersion(target.version());
    boolean isWanted = torrent.filter(is -> wanted.isOf(is.sha256())).isPresent();
    return isWanted ? Optional.empty() : Optional.of(gone());
  }

  private static Answer unknown() {
    return Answer.error(
        503,
        "the file has changed and is being read; try again in a few seconds",
        new HeaderFields()
            .add("Retry-After", Long.toString(RETRY.toSeconds()))
            .add("Cache-Control", "no-store"));
  }

  private static Answer gone() {
    return Answer.error(
        410,
        "the file has been replaced; get its new torrent",
        new HeaderFields().add("Cache-Control", "no-store"));
  }
}
