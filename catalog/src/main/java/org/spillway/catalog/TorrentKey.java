package org.spillway.catalog;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.fallback.RequestHash;

/**
 * The names by which a torrent is found.
 *
 * @param path decoded, from the root, with a leading slash
 * @param requestHash of the GET for the file
 * @param swarmHashes what peers call the torrent: two for a hybrid
 */
public record TorrentKey(String path, RequestHash requestHash, List<InfoHash> swarmHashes) {
  public TorrentKey {
    swarmHashes = List.copyOf(swarmHashes);
  }
}
