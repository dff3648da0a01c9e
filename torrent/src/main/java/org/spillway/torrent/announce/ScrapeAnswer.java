package org.spillway.torrent.announce;

import java.time.Duration;
import java.util.Map;
import org.spillway.torrent.InfoHash;

/** The answer of a tracker to a scrape over HTTP (BEP 48). */
public sealed interface ScrapeAnswer {

  /**
   * The tracker has answered.
   *
   * @param files the counts of those torrents that the tracker knows
   */
  record Scraped(Map<InfoHash, SwarmCounts> files) implements ScrapeAnswer {
    public Scraped {
      files = Map.copyOf(files);
    }
  }

  /**
   * The tracker has refused the scrape.
   *
   * @param reason the reason in words, for people
   * @param retryIn how long to wait before trying again, in whole minutes (BEP 31); zero if the
   *     tracker does not say
   */
  record Failed(String reason, Duration retryIn) implements ScrapeAnswer {
    public Failed {
      Limits.interval("retry in", retryIn);
    }

    /** Makes a refusal that does not say when to try again. */
    public Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }
}
