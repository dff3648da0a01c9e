package org.spillway.client.signature;

import java.time.Instant;

/** What the signature of a torrent is worth. */
public sealed interface SignatureVerdict {
  /** Nobody has signed it, or nobody had to look. */
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
   * @param host of the URL
   * @param issuer of the host's certificate, in printable ASCII
   * @param date of the signature
   */
  record Valid(String host, String issuer, Instant date) implements SignatureVerdict {
    @Override
    public String toString() {
      return "signed by %s on %s, certificate from %s".formatted(host, date, issuer);
    }
  }

  /**
   * It counts as not signed.
   *
   * @param reason a clause about the signature, in printable ASCII
   */
  record Invalid(String reason) implements SignatureVerdict {
    @Override
    public String toString() {
      return "its signature does not count: " + reason;
    }
  }

  /** Whether nobody but the host can have written the torrent. */
  default boolean isValid() {
    return this instanceof Valid;
  }

  /** Whether both are valid and this one was signed later. */
  default boolean isNewerThan(SignatureVerdict other) {
    return this instanceof Valid mine
        && other instanceof Valid theirs
        && mine.date().isAfter(theirs.date());
  }
}
