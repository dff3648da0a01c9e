package org.spillway.tracker;

import java.nio.ByteBuffer;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.SwarmCounts;

/**
 * Who is in which swarm, by family. Holds peers only as long as they announce themselves, and never
 * the built-in seeders. Safe for use by many threads.
 */
interface SwarmStore extends AutoCloseable {

  /**
   * Adds the peer, renews it or, if it stopped, removes it; then chooses others for it at random:
   * leechers for a seeder or a partial seed, any peers for a leecher, nobody for a peer that
   * stopped, never the peer itself. The {@code completed} of a peer that is known as a seeder
   * already is a repetition and does not count.
   *
   * <p>A new peer beyond a limit (see {@link TrackerLimits}) and one that is not reachable get
   * others as any peer does, but are not listed: nobody hears of them, and they are not counted.
   *
   * @param out where the peers are put in the compact form of their family (BEP 7, BEP 23), as many
   *     as fit
   * @return the counts of the swarm after the announce
   */
  SwarmCounts announce(Announcement announcement, ByteBuffer out);

  /** Chooses peers of the other family for a peer, as {@link #announce} does of its own. */
  void chooseOthers(Announcement announcement, ByteBuffer out);

  /** Zeros for a swarm that is not known. */
  SwarmCounts scrape(InfoHash infoHash, AddressFamily family);

  /** Drops peers whose time is over; to be called every now and then. */
  void expire();

  StoreSize size();

  @Override
  void close();

  /**
   * @param swarms that are known, with peers or still without any, once for each family
   */
  record StoreSize(long peers, long swarms) {}
}
