package org.spillway.catalog;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.fallback.RequestHash;

/**
 * The names by which a torrent is found.
 *
 * @param path the path, decoded, from the root, with a leading slash
 * @param requestHash the hash of the GET for the file
 * @param swarmHashes the hashes by which peers know the torrent; a hybrid has two
 */
public record TorrentKey(String path, RequestHash requestHash, List<InfoHash> swarmHashes) {
  public TorrentKey {
    swarmHashes = List.copyOf(swarmHashes);
  }
}
