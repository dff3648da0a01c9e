/**
 * Holds what the zones {@code _torrent.[host]} contain: the RRsets of every torrent that is
 * offered, the serial, and the changes that led to it. This package has no sockets and reads no
 * queries.
 */
@NullMarked
package org.spillway.dns.zone;

import org.jspecify.annotations.NullMarked;
