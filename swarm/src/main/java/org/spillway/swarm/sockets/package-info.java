/** Carries uTP (BEP 29) over Netty: connections that look like those over TCP. */
@NullMarked
package org.spillway.swarm.sockets;

import org.jspecify.annotations.NullMarked;
