package org.spillway.swarm.peer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link PeerStats} reports. Safe for use by many threads. */
final class PeerCounters {
  final AtomicInteger connections = new AtomicInteger();
  final LongAdder connectionsRefused = new LongAdder();
  final LongAdder bytesSent = new LongAdder();
  final LongAdder bytesReceived = new LongAdder();
  final LongAdder blocksSent = new LongAdder();
  final LongAdder requestsRejected = new LongAdder();
  final LongAdder handshakesRefused = new LongAdder();
  final LongAdder misbehaved = new LongAdder();
  final LongAdder dials = new LongAdder();

  PeerStats snapshot() {
    return new PeerStats(
        connections.get(),
        connectionsRefused.sum(),
        bytesSent.sum(),
        bytesReceived.sum(),
        blocksSent.sum(),
        requestsRejected.sum(),
        handshakesRefused.sum(),
        misbehaved.sum(),
        dials.sum());
  }
}
