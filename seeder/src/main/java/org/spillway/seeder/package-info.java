/**
 * Serves the pieces of everything that the catalog offers to BitTorrent peers (BEP 3, 6, 9, 10,
 * 52). All torrents share one port; a peer's handshake tells which one it wants.
 */
@NullMarked
package org.spillway.seeder;

import org.jspecify.annotations.NullMarked;
