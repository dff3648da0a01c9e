package org.spillway.swarm.announce;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * The peer that announces itself as a seeder of many torrents.
 *
 * @param peerId the id that it has in handshakes
 * @param port the port at which it accepts connections
 * @param key the key by which trackers recognise it after its address changed
 */
public record SeedingPeer(PeerId peerId, int port, int key) {
  /** The number of peers that are asked for; most find the seeder by themselves. */
  private static final int NUM_WANT = 30;

  AnnounceRequest request(InfoHash infoHash, AnnounceEvent event) {
    int numWant = event == AnnounceEvent.STOPPED ? 0 : NUM_WANT;
    return new AnnounceRequest(
        infoHash, peerId, 0, 0, 0, event, port, key, numWant, List.of(), true);
  }
}
