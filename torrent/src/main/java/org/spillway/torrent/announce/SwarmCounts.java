package org.spillway.torrent.announce;

/**
 * How many peers a swarm has (BEP 48).
 *
 * @param complete seeders
 * @param downloaded how often a peer has become one
 * @param incomplete the others
 * @param downloaders those of the others that are after pieces; the rest are partial seeds (BEP 21)
 */
public record SwarmCounts(int complete, int downloaded, int incomplete, int downloaders) {
  public SwarmCounts {
    Limits.count("complete", complete);
    Limits.count("downloaded", downloaded);
    Limits.count("incomplete", incomplete);
    Limits.count("downloaders", downloaders);
  }

  /** Without partial seeds, or where nothing tells of them. */
  public SwarmCounts(int complete, int downloaded, int incomplete) {
    this(complete, downloaded, incomplete, incomplete);
  }
}
