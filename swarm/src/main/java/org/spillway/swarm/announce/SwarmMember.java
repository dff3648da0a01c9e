package org.spillway.swarm.announce;

import java.io.IOException;
import java.util.List;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * The member of a swarm that an {@link Announcer} speaks for. Its methods are called on an event
 * loop, so they must not block.
 */
public interface SwarmMember {
  /** Returns what to tell a tracker now. */
  AnnounceRequest request(AnnounceEvent event);

  /** Takes the peers that a tracker named, of which there are a few hundred at most. */
  void named(List<PeerAddress> peers);

  /** Returns whether there is nobody to download from, so that trackers are asked earlier. */
  boolean needsPeers();

  /**
   * Hears that a tracker could not be asked.
   *
   * @param problem an {@link AnnounceRefusedException} if the tracker itself said no
   */
  void failed(String tracker, IOException problem);
}
