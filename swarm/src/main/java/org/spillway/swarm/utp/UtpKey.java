package org.spillway.swarm.utp;

import java.net.InetSocketAddress;

/**
 * By what the connection of a packet is found.
 *
 * @param id the connection id of the packets that come from there
 */
record UtpKey(InetSocketAddress remote, int id) {}
