/**
 * Finds peers in the same network by multicast: local service discovery (BEP 14). {@link
 * org.spillway.swarm.lsd.LocalDiscovery} has the protocol without sockets and clock, and {@link
 * org.spillway.swarm.lsd.LsdSocket} the socket of one network interface.
 */
@NullMarked
package org.spillway.swarm.lsd;

import org.jspecify.annotations.NullMarked;
