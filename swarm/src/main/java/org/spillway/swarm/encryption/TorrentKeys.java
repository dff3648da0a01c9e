package org.spillway.swarm.encryption;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spillway.torrent.InfoHash;

/**
 * Keeps the torrents for which peers may begin an encrypted connection, in about 45 bytes for each.
 * It is a set: whoever offers a torrent in several places removes it with the last of them. Safe
 * for use by many threads.
 */
public final class TorrentKeys implements SharedSecrets {
  /** So many that a table that grows keeps nobody waiting. */
  private static final int TABLES = 256;

  private final TorrentTable[] tables =
      IntStream.range(0, TABLES).mapToObj(table -> new TorrentTable()).toArray(TorrentTable[]::new);

  /** Adds a torrent by one of its infohashes; returns false if it was there already. */
  public boolean add(InfoHash torrent) {
    byte[] hash = DhSecret.ofTorrent(torrent);
    return table(hash).add(prefix(hash), torrent);
  }

  /** Removes a torrent; returns false if it was not there. */
  public boolean remove(InfoHash torrent) {
    byte[] hash = DhSecret.ofTorrent(torrent);
    return table(hash).remove(prefix(hash), torrent);
  }

  @Override
  public Optional<InfoHash> find(byte[] hash) {
    return table(hash).find(prefix(hash), hash);
  }

  /** Returns the number of torrents. */
  public long size() {
    long size = 0;
    for (TorrentTable table : tables) {
      size += table.size();
    }
    return size;
  }

  private TorrentTable table(byte[] hash) {
    return tables[hash[hash.length - 1] & (TABLES - 1)];
  }

  private static long prefix(byte[] hash) {
    return ByteBuffer.wrap(hash).getLong();
  }
}
