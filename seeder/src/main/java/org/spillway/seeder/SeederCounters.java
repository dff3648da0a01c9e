package org.spillway.seeder;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.catalog.SentBytesCounter;

/** Counts what {@link SeederStats} reports. Safe for use by many threads. */
final class SeederCounters {
  final AtomicInteger connections = new AtomicInteger();
  final LongAdder connectionsRefused = new LongAdder();
  final LongAdder bytesSent = new LongAdder();
  final SentBytesCounter sent = new SentBytesCounter();
  final LongAdder blocksSent = new LongAdder();
  final LongAdder requestsRejected = new LongAdder();
  final LongAdder handshakesRefused = new LongAdder();
  final LongAdder misbehaved = new LongAdder();
  final LongAdder dials = new LongAdder();

  SeederStats snapshot(int torrents) {
    return new SeederStats(
        connections.get(),
        connectionsRefused.sum(),
        torrents,
        bytesSent.sum(),
        sent.snapshot(),
        blocksSent.sum(),
        requestsRejected.sum(),
        handshakesRefused.sum(),
        misbehaved.sum(),
        dials.sum());
  }
}
