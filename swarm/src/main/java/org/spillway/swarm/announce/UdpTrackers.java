package org.spillway.swarm.announce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerResponse;

/**
 * Asks trackers over UDP (BEP 15). An answer counts only if it has the random transaction id of a
 * question that waits, and comes from the address that was asked. Used on one event loop.
 */
final class UdpTrackers {
  /** The most questions that wait for an answer at the same time. */
  static final int MOST_WAITING = 10_000;

  /** The length of the action and the transaction id, with which each answer begins, in bytes. */
  private static final int HEADER = 2 * Integer.BYTES;

  private final AskTimes times;
  private final AnnounceLoop loop;
  private final RandomGenerator random;
  private final DatagramSender sender;
  private final UdpConnections connections;
  private final Map<Integer, UdpQuestion> waiting = new HashMap<>();

  /** Sends a datagram, and tells later if that failed. */
  interface DatagramSender {
    void send(InetSocketAddress to, ByteBuffer datagram, Consumer<IOException> failed);
  }

  /**
   * @param random chooses the transaction ids, which nobody should be able to guess
   */
  UdpTrackers(AskTimes times, AnnounceLoop loop, RandomGenerator random, DatagramSender sender) {
    this.times = times;
    this.loop = loop;
    this.random = random;
    this.sender = sender;
    this.connections = new UdpConnections(loop::nanoTime);
  }

  CompletableFuture<AnnounceAnswer.Announced> announce(
      InetSocketAddress tracker, AnnounceRequest request) {
    return connections
        .of(tracker, () -> connect(tracker))
        .thenCompose(
            connection ->
                ask(tracker, id -> new UdpTrackerRequest.Announce(connection, id, request)))
        .thenCompose(response -> announced(tracker, response));
  }

  private CompletableFuture<Long> connect(InetSocketAddress tracker) {
    return ask(tracker, UdpTrackerRequest.Connect::new)
        .thenCompose(
            response ->
                response instanceof UdpTrackerResponse.Connected connected
                    ? CompletableFuture.completedFuture(connected.connectionId())
                    : CompletableFuture.failedFuture(refusal(response)));
  }

  /** A refusal may be of the connection id, which is asked for again the next time. */
  private CompletableFuture<AnnounceAnswer.Announced> announced(
      InetSocketAddress tracker, UdpTrackerResponse response) {
    if (response instanceof UdpTrackerResponse.Announced announced) {
      return CompletableFuture.completedFuture(
          new AnnounceAnswer.Announced(
              announced.interval(),
              Duration.ZERO,
              announced.complete(),
              announced.incomplete(),
              announced.peers()));
    }
    connections.forget(tracker);
    return CompletableFuture.failedFuture(refusal(response));
  }

  private static IOException refusal(UdpTrackerResponse response) {
    return response instanceof UdpTrackerResponse.Failed failed
        ? new AnnounceRefusedException(failed.reason(), Duration.ZERO)
        : new IOException("the tracker sent an answer to another question");
  }

  private CompletableFuture<UdpTrackerResponse> ask(
      InetSocketAddress tracker, IntFunction<UdpTrackerRequest> request) {
    if (waiting.size() >= MOST_WAITING) {
      return CompletableFuture.failedFuture(
          new IOException("%d questions wait for trackers already".formatted(MOST_WAITING)));
    }
    var question =
        new UdpQuestion(tracker, request.apply(unusedId()), times, loop, this::sendDatagram);
    waiting.put(question.transactionId(), question);
    var unused =
        question
            .answer()
            .whenComplete((answer, problem) -> waiting.remove(question.transactionId()));
    question.send();
    return question.answer();
  }

  private void sendDatagram(UdpQuestion question) {
    sender.send(question.tracker(), question.datagram(), question::fail);
  }

  private int unusedId() {
    int id = random.nextInt();
    while (waiting.containsKey(id)) {
      id = random.nextInt();
    }
    return id;
  }

  /** Takes a datagram, of which anybody can be the sender. */
  void received(InetSocketAddress from, ByteBuffer datagram) {
    if (datagram.remaining() < HEADER) {
      return;
    }
    var question = waiting.get(datagram.getInt(datagram.position() + Integer.BYTES));
    if (question != null && question.tracker().equals(from)) {
      question.received(datagram);
    }
  }

  /** Ends the wait for all answers. */
  void close() {
    var problem = new IOException("closed while the tracker was asked");
    List.copyOf(waiting.values()).forEach(question -> question.fail(problem));
  }
}
