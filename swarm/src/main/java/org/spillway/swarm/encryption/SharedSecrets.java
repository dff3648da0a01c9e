package org.spillway.swarm.encryption;

import java.util.Optional;
import org.spillway.torrent.InfoHash;

/** Knows the torrents for which peers may begin an encrypted connection. */
@FunctionalInterface
public interface SharedSecrets {
  /**
   * Finds a torrent. Called on the connection's event loop, so it must not block.
   *
   * @param hash the SHA-1 of {@code req2} and the infohash, 20 bytes
   */
  Optional<InfoHash> find(byte[] hash);
}
