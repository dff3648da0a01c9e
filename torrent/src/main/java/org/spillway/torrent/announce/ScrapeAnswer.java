package org.spillway.torrent.announce;

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
   */
  record Failed(String reason) implements ScrapeAnswer {}
}
