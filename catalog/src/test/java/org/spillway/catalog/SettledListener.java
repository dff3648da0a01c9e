package org.spillway.catalog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows how many torrents had been offered when everything was hashed. */
final class SettledListener implements CatalogListener {
  private final AtomicInteger offered = new AtomicInteger();
  private final CompletableFuture<Integer> offeredBefore = new CompletableFuture<>();

  @Override
  public void offered(OfferedTorrent torrent) {
    offered.incrementAndGet();
  }

  @Override
  public void withdrawn(TorrentKey key) {}

  @Override
  public void settled() {
    offeredBefore.complete(offered.get());
  }

  CompletableFuture<Integer> offeredBefore() {
    return offeredBefore;
  }
}
