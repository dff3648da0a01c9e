package org.spillway.tracker;

import java.nio.ByteBuffer;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.SwarmCounts;

/**
 * Keeps the peers of each swarm, by family. It keeps peers only as long as they announce
 * themselves, and never the built-in seeders. Safe for use by many threads.
 */
interface SwarmStore extends AutoCloseable {

  /**
   * Adds the peer, renews it or, if it stopped, removes it. Then chooses others for it at random:
   * leechers for a seeder or a partial seed, any peers for a leecher, none for a peer that stopped,
   * and never the peer itself. The {@code completed} of a peer that is known as a seeder already is
   * a repetition and does not count.
   *
   * <p>A new peer beyond a limit (see {@link TrackerLimits}) and one that is not reachable get
   * others as any peer does, but are not listed: nobody hears of them, and they are not counted.
   *
   * @param out the buffer that gets the peers in the compact form of their family (BEP 7, BEP 23),
   *     as many as fit
   * @return the counts of the swarm after the announce
   */
  SwarmCounts announce(Announcement announcement, ByteBuffer out);

  /** Chooses peers of the other family for a peer, as {@link #announce} does of its own. */
  void chooseOthers(Announcement announcement, ByteBuffer out);

  /** Returns the counts of a swarm, which are zeros if it is not known. */
  SwarmCounts scrape(InfoHash infoHash, AddressFamily family);

  /** Drops peers whose time is over. Must be called from time to time. */
  void expire();

  StoreSize size();

  @Override
  void close();

  /**
   * The size of a store.
   *
   * @param peers the number of peers
   * @param swarms the number of swarms that are known, with or without peers; one with both
   *     families counts twice
   */
  record StoreSize(long peers, long swarms) {}
}
