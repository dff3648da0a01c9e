/**
 * Encrypts connections between peers ("Message Stream Encryption", described in Vuze's wiki): the
 * handshake, which works on bytes alone, and Netty handlers that stand in front of those of a
 * connection, which then see what they would see without encryption. It hides from networks that
 * BitTorrent is spoken; it does not keep anything secret from somebody who knows the torrent.
 */
@NullMarked
package org.spillway.swarm.encryption;

import org.jspecify.annotations.NullMarked;
