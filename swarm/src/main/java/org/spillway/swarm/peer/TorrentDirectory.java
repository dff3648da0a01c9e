package org.spillway.swarm.peer;

import java.io.IOException;
import java.util.Optional;
import org.spillway.torrent.InfoHash;

/** The torrents that peers can ask for. Safe for use by many threads. */
public interface TorrentDirectory {
  /**
   * Returns whether there is such a torrent, without a look at its files; {@link #join} looks.
   * Returns at once.
   */
  boolean mayOffer(InfoHash swarmHash);

  /** Returns whether a torrent that is not there now may be there in a moment. Returns at once. */
  boolean mayOfferLater();

  /**
   * Opens the torrent for a connection, which must {@link #leave} it later. Reads from disk.
   *
   * @param swarmHash a v1 infohash or a truncated v2 infohash (BEP 52)
   * @return empty if there is no such torrent
   */
  Optional<? extends PeerTorrent> join(InfoHash swarmHash, PeerConnection peer) throws IOException;

  /** Notes that a connection no longer uses the torrent. Returns at once. */
  void leave(PeerTorrent torrent, PeerConnection peer);
}
