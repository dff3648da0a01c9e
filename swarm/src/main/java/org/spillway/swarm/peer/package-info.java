/**
 * Talks to BitTorrent peers (BEP 3, 6, 9, 10, 29, 52) for all torrents of one owner, on one port: a
 * peer's handshake tells which torrent it wants. The owner hands in a {@link
 * org.spillway.swarm.peer.TorrentDirectory} with its torrents and the memory for blocks.
 *
 * <p>A connection is a Netty channel, whatever carries its bytes. Everything that belongs to one
 * connection is used on its event loop only.
 */
@NullMarked
package org.spillway.swarm.peer;

import org.jspecify.annotations.NullMarked;
