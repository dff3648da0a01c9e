package org.spillway.client;

import java.time.Duration;
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
   * @param form {@link Found#DNS_PLAIN}, {@link Found#DNS_TAGGED}, {@link Found#DNS_SPLIT} or
   *     {@link Found#DNS_MAGNET}
   * @param records TXT records in all answers
   * @param ttl the records' remaining time to live
   * @param freshness how old they may be
   */
  record Present(
      String name,
      AnsweredBy by,
      Duration took,
      Found form,
      int records,
      Duration ttl,
      Freshness freshness,
      FallbackAnswer answer)
      implements LookupResult {}

  /**
   * @param status {@code NXDOMAIN}, or {@code NODATA} for a name without TXT records (RFC 2308)
   */
  record Absent(String name, AnsweredBy by, Duration took, String status) implements LookupResult {}
}
