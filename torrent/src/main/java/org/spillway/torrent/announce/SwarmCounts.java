package org.spillway.torrent.announce;

/**
 * The number of peers in a swarm (BEP 48).
 *
 * @param complete the number of seeders
 * @param downloaded how often a peer has become a seeder
 * @param incomplete the number of other peers
 * @param downloaders how many of the other peers want pieces; the rest are partial seeds (BEP 21)
 */
public record SwarmCounts(int complete, int downloaded, int incomplete, int downloaders) {
  public SwarmCounts {
    Limits.count("complete", complete);
    Limits.count("downloaded", downloaded);
    Limits.count("incomplete", incomplete);
    Limits.count("downloaders", downloaders);
  }

  /** Makes counts without partial seeds, or for a source that does not tell of them. */
  public SwarmCounts(int complete, int downloaded, int incomplete) {
    this(complete, downloaded, incomplete, incomplete);
  }
}
