package org.spillway.client.signature;

import java.time.Instant;

/** The verdict on the signature of a torrent. */
public sealed interface SignatureVerdict {
  /** Returns that there is no signature, or that it did not have to be checked. */
  static SignatureVerdict none() {
    return new None();
  }

  /** There is no signature, or none was asked for. */
  record None() implements SignatureVerdict {
    @Override
    public String toString() {
      return "it is not signed";
    }
  }

  /**
   * The host itself has signed it.
   *
   * @param host the host of the URL
   * @param issuer the issuer of the host's certificate, in printable ASCII
   * @param date the date of the signature
   */
  record Valid(String host, String issuer, Instant date) implements SignatureVerdict {
    @Override
    public String toString() {
      return "signed by %s on %s, certificate from %s".formatted(host, date, issuer);
    }
  }

  /**
   * The signature is invalid, so the torrent counts as not signed.
   *
   * @param reason a clause about the signature, in printable ASCII
   */
  record Invalid(String reason) implements SignatureVerdict {
    @Override
    public String toString() {
      return "its signature does not count: " + reason;
    }
  }

  /** Returns whether nobody but the host can have written the torrent. */
  default boolean isValid() {
    return this instanceof Valid;
  }

  /** Returns whether both are valid and this one was signed later. */
  default boolean isNewerThan(SignatureVerdict other) {
    return this instanceof Valid mine
        && other instanceof Valid theirs
        && mine.date().isAfter(theirs.date());
  }
}
