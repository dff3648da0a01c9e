package org.spillway.catalog;

/**
 * Lets the state folder know what is offered, so that an outage at the next start loses nothing.
 */
final class StoreUpdater implements CatalogListener {
  private final StateWriter state;

  StoreUpdater(StateWriter state) {
    this.state = state;
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    state.takeBack(torrent.key().path());
  }

  @Override
  public void withdrawn(TorrentKey key) {
    state.setAside(key.path());
  }
}
