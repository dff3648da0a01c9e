package org.spillway.seeder;

import java.util.concurrent.Executor;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.Choker;
import org.spillway.torrent.PeerId;

/**
 * What all connections of a seeder share; every part is safe for use by many threads.
 *
 * @param disk for whatever reads from disk: event loops never do
 * @param memory for blocks on their way to peers
 * @param peerId what this seeder calls itself
 */
record SeederContext(
    SeederSettings settings,
    ActiveTorrents torrents,
    UploadLimits limits,
    Choker choker,
    Contacts contacts,
    Executor disk,
    SendBuffers memory,
    PeerConnections connections,
    PeerId peerId,
    SeederCounters counters) {}
