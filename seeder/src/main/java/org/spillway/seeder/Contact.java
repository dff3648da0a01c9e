package org.spillway.seeder;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** A peer in a swarm, by where it accepts connections. */
record Contact(InfoHash swarmHash, PeerAddress address) {}
