/**
 * Speaks uTP (BEP 29): connections over UDP that yield to other traffic. The package has no
 * sockets, starts no threads, and reads only the clock that it is given: the owner of a UDP socket
 * feeds an endpoint with datagrams, sends what it puts out, and ticks it.
 */
@NullMarked
package org.spillway.swarm.utp;

import org.jspecify.annotations.NullMarked;
