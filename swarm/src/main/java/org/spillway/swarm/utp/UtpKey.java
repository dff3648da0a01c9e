package org.spillway.swarm.utp;

import java.net.InetSocketAddress;

/**
 * Identifies the connection of a packet.
 *
 * @param remote the address of the other side
 * @param id the connection id of the packets from there
 */
record UtpKey(InetSocketAddress remote, int id) {}
