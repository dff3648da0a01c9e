package org.spillway.torrent.announce;

import java.time.Duration;
import java.util.Map;
import org.spillway.torrent.InfoHash;

/** What a tracker answers to a scrape over HTTP (BEP 48). */
public sealed interface ScrapeAnswer {

  /**
   * @param files only the torrents that the tracker knows
   */
  record Scraped(Map<InfoHash, SwarmCounts> files) implements ScrapeAnswer {
    public Scraped {
      files = Map.copyOf(files);
    }
  }

  /**
   * @param reason in words, for a human to read
   * @param retryIn after which to ask again, in whole minutes (BEP 31); zero if the tracker does
   *     not say
   */
  record Failed(String reason, Duration retryIn) implements ScrapeAnswer {
    public Failed {
      Limits.interval("retry in", retryIn);
    }

    /** Without a word on when to ask again. */
    public Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }
}
