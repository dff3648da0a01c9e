package org.spillway.client;

import java.util.concurrent.CompletableFuture;
import org.spillway.swarm.peer.MetadataTorrent;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMetainfoException;

/**
 * Takes the info dictionary of a magnet link from peers (BEP 9); the first right one counts. Safe
 * for use by many threads.
 */
final class Metadata implements MetadataTorrent.MetadataReceiver {
  private final MagnetLink magnet;
  private final CompletableFuture<InfoDictionary> found;

  Metadata(MagnetLink magnet, CompletableFuture<InfoDictionary> found) {
    this.magnet = magnet;
    this.found = found;
  }

  MetadataTorrent torrent() {
    return new MetadataTorrent(magnet.swarmHash(), magnet.infoHash().isEmpty(), this);
  }

  @Override
  public boolean accept(byte[] infoDictionary) {
    try {
      var info = InfoDictionary.parse(infoDictionary);
      boolean right = magnet.names(info);
      if (right) {
        found.complete(info);
      }
      return right;
    } catch (MalformedMetainfoException e) {
      return false;
    }
  }

  @Override
  public boolean isNeeded() {
    return !found.isDone();
  }

  @Override
  public int mostBytes() {
    return Downloader.MAX_TORRENT;
  }
}
