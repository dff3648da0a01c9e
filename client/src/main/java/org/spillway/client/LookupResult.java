package org.spillway.client;

import java.time.Duration;
import org.spillway.client.signature.SignatureVerdict;
import org.spillway.torrent.fallback.FallbackAnswer;

/** The answer of a name server about the fallback records of a URL. */
public sealed interface LookupResult {
  /** Returns the name asked for, without a final dot. */
  String name();

  /**
   * Returns the server that answered. For a split torrent, it is the server that said that the
   * torrent is split.
   */
  AnsweredBy by();

  /** Returns the time that all questions took together. */
  Duration took();

  /**
   * The records hold a torrent.
   *
   * @param form the form of the records: {@link Route#DNS_PLAIN}, {@link Route#DNS_TAGGED}, {@link
   *     Route#DNS_SPLIT} or {@link Route#DNS_MAGNET}
   * @param records the number of TXT records in all answers
   * @param ttl the remaining time to live of the records
   * @param freshness the age that the records may have
   * @param signature whether the host has signed the torrent; looked at only if nothing else
   *     vouches for it, or if that was asked for
   */
  record Present(
      String name,
      AnsweredBy by,
      Duration took,
      Route form,
      int records,
      Duration ttl,
      Freshness freshness,
      FallbackAnswer answer,
      SignatureVerdict signature)
      implements LookupResult {
    /**
     * Returns whether nobody on the way can have written the torrent, as the answer or the
     * signature shows.
     */
    public boolean isAuthentic() {
      return by.isAuthentic() || signature.isValid();
    }

    Present withSignature(SignatureVerdict verdict) {
      return new Present(name, by, took, form, records, ttl, freshness, answer, verdict);
    }

    /**
     * Returns the result as it counts if anybody may have named the place where it was found: only
     * the signature counts then.
     *
     * @param unsigned the result that counts if there is no valid signature
     */
    LookupResult byItsSignature(LookupResult unsigned) {
      var unknown = new AnsweredBy(by.server(), by.transport(), false);
      boolean isTold = signature.isValid() || !unknown.isAuthentic();
      if (signature instanceof SignatureVerdict.None || !isTold) {
        return unsigned;
      }
      return new Present(name, unknown, took, form, records, ttl, freshness, answer, signature);
    }
  }

  /**
   * There are no fallback records.
   *
   * @param status {@code NXDOMAIN}, or {@code NODATA} for a name without TXT records (RFC 2308)
   */
  record Absent(String name, AnsweredBy by, Duration took, String status) implements LookupResult {}
}
