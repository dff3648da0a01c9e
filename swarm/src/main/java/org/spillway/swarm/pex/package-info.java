/**
 * Decides which peers of a torrent are told of which others, and what is believed of what they tell
 * (peer exchange, BEP 11). The package sends nothing, starts no threads, and reads only the clock
 * that it is given.
 */
@NullMarked
package org.spillway.swarm.pex;

import org.jspecify.annotations.NullMarked;
