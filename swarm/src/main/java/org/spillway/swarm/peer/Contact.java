package org.spillway.swarm.peer;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** A peer of a swarm, named by the address at which it accepts connections. */
record Contact(InfoHash swarmHash, PeerAddress address) {}
