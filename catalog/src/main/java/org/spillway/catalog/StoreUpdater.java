package org.spillway.catalog;

/**
 * Lets the state folder know what is offered, so that an outage at the next start loses nothing.
 */
final class StoreUpdater implements CatalogListener {
  private final TorrentStore store;

  StoreUpdater(TorrentStore store) {
    this.store = store;
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    store.takeBack(torrent.key().path());
  }

  @Override
  public void withdrawn(TorrentKey key) {
    store.setAside(key.path());
  }
}
