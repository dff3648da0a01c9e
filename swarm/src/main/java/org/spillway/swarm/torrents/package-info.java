/**
 * Names torrents as connections to peers see them, with what is known of each and where its bytes
 * come from.
 */
@NullMarked
package org.spillway.swarm.torrents;

import org.jspecify.annotations.NullMarked;
