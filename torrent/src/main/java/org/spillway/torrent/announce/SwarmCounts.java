package org.spillway.torrent.announce;

/**
 * How many peers a swarm has (BEP 48).
 *
 * @param complete seeders
 * @param downloaded how often a peer has become one
 * @param incomplete the others
 */
public record SwarmCounts(int complete, int downloaded, int incomplete) {
  public SwarmCounts {
    Limits.count("complete", complete);
    Limits.count("downloaded", downloaded);
    Limits.count("incomplete", incomplete);
  }
}
