/**
 * What the zones {@code _torrent.[host]} hold: the RRsets of every torrent that is offered, the
 * serial, and the changes that led to it. No sockets, no queries.
 */
@NullMarked
package org.spillway.dns.zone;

import org.jspecify.annotations.NullMarked;
