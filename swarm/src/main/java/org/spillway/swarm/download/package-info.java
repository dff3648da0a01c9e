/**
 * Decides which blocks of a torrent are fetched from whom, and puts its pieces together. The
 * package has no sockets, starts no threads and reads only the clock that it is given.
 */
@NullMarked
package org.spillway.swarm.download;

import org.jspecify.annotations.NullMarked;
