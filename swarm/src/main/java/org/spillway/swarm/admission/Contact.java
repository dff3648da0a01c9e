package org.spillway.swarm.admission;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** A peer of a swarm, named by the address at which it accepts connections. */
public record Contact(InfoHash swarmHash, PeerAddress address) {}
