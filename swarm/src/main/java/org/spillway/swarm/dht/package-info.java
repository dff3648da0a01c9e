/**
 * Takes part in the mainline DHT (BEP 5, 32, 42 and 43): finds peers of torrents, announces
 * torrents, and answers other nodes. The package has no sockets, starts no threads, and reads only
 * the clock that it is given: the owner of a UDP socket feeds a {@link org.spillway.swarm.dht.Dht}
 * with datagrams, sends what it puts out, and ticks it.
 */
@NullMarked
package org.spillway.swarm.dht;

import org.jspecify.annotations.NullMarked;
