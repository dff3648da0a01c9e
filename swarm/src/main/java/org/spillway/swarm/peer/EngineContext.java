package org.spillway.swarm.peer;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.spillway.swarm.Choker;
import org.spillway.swarm.admission.Contacts;
import org.spillway.swarm.admission.HostTurns;
import org.spillway.swarm.admission.OwnAddresses;
import org.spillway.swarm.admission.PeerConnections;
import org.spillway.swarm.discovery.Discovery;
import org.spillway.swarm.encryption.StreamEncryption;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.BlockMemory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.PeerId;

/**
 * Holds what all connections of a seeder share; every part is safe for use by many threads.
 *
 * @param disk runs everything that reads from disk, because event loops must not block
 * @param memory the memory for blocks on their way to peers
 * @param peerId the id by which this seeder calls itself
 * @param nanoTime the clock of the choker, the connections and the rates, as {@link
 *     System#nanoTime}
 * @param encryption makes the first handlers of connections
 * @param listening the port on which we accept connections, as soon as it is known
 * @param ownAddresses our addresses, for canonical priorities (BEP 40)
 * @param discovery finds peers without trackers
 */
record EngineContext(
    EngineSettings settings,
    TorrentDirectory torrents,
    UploadLimits limits,
    Choker choker,
    Contacts contacts,
    Executor disk,
    BlockMemory memory,
    PeerConnections connections,
    HostTurns turns,
    PeerId peerId,
    PeerCounters counters,
    LongSupplier nanoTime,
    StreamEncryption encryption,
    AtomicInteger listening,
    OwnAddresses ownAddresses,
    Discovery discovery) {

  /** Returns the port on which we accept connections; 0 if on none. */
  int port() {
    return listening.get();
  }
}
