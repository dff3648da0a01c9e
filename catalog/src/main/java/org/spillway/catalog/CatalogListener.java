package org.spillway.catalog;

/**
 * Hears what is offered and what no longer is, on the catalog's own threads, one call at a time for
 * each path. Calls must be short and must not throw.
 */
public interface CatalogListener {
  /**
   * The torrent of a path is there; a newer one of the same path replaces it without withdrawal.
   */
  void offered(OfferedTorrent torrent);

  /**
   * The torrent of a path is no longer offered. Another path can still offer the same infohash: ask
   * {@link Catalog#offers}.
   */
  void withdrawn(TorrentKey key);

  /**
   * The whole tree has been walked, the first time or once more: every torrent that was known when
   * the catalog started has been offered by now, unless its file changed.
   */
  default void walked() {}

  /**
   * Every file that was there at the start has its torrent, or cannot have one: said once, after
   * the first walk and as soon as what it found has been hashed.
   */
  default void settled() {}
}
