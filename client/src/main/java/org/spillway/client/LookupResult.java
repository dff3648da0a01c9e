package org.spillway.client;

import java.time.Duration;
import org.spillway.client.signature.SignatureVerdict;
import org.spillway.torrent.fallback.FallbackAnswer;

/** What a name server said about the fallback records of a URL. */
public sealed interface LookupResult {
  /** The name asked for, without a final dot. */
  String name();

  /** The server that answered; of a split torrent, the one that said so. */
  AnsweredBy by();

  /** All questions together. */
  Duration took();

  /**
   * @param form {@link Route#DNS_PLAIN}, {@link Route#DNS_TAGGED}, {@link Route#DNS_SPLIT} or
   *     {@link Route#DNS_MAGNET}
   * @param records TXT records in all answers
   * @param ttl the records' remaining time to live
   * @param freshness how old they may be
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
    /** Whether nobody on the way can have written it: the answer says so, or the signature does. */
    public boolean isAuthentic() {
      return by.isAuthentic() || signature.isValid();
    }

    Present withSignature(SignatureVerdict verdict) {
      return new Present(name, by, took, form, records, ttl, freshness, answer, verdict);
    }

    /**
     * As found on a way that anybody may have laid, where the signature alone counts.
     *
     * @param unsigned what it is worth without one
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
   * @param status {@code NXDOMAIN}, or {@code NODATA} for a name without TXT records (RFC 2308)
   */
  record Absent(String name, AnsweredBy by, Duration took, String status) implements LookupResult {}
}
