package org.spillway.swarm.announce;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerResponse;

/**
 * A question to a tracker that waits for its answer, and is repeated meanwhile (BEP 15). Used on
 * one event loop.
 */
final class UdpQuestion {
  private final InetSocketAddress tracker;
  private final UdpTrackerRequest request;
  private final AskTimes times;
  private final AnnounceLoop loop;
  private final Consumer<UdpQuestion> sender;
  private final CompletableFuture<UdpTrackerResponse> answer = new CompletableFuture<>();
  private final long start;
  private Duration wait;
  private Runnable cancelRepetition = () -> {};

  /**
   * @param sender sends the question once
   */
  UdpQuestion(
      InetSocketAddress tracker,
      UdpTrackerRequest request,
      AskTimes times,
      AnnounceLoop loop,
      Consumer<UdpQuestion> sender) {
    this.tracker = tracker;
    this.request = request;
    this.times = times;
    this.loop = loop;
    this.sender = sender;
    this.start = loop.nanoTime();
    this.wait = times.first();
  }

  CompletableFuture<UdpTrackerResponse> answer() {
    return answer;
  }

  InetSocketAddress tracker() {
    return tracker;
  }

  int transactionId() {
    return request.transactionId();
  }

  ByteBuffer datagram() {
    var out = ByteBuffer.allocate(request.encodedLength());
    request.writeTo(out);
    return out.flip();
  }

  /** Sends the question, again and again until there is an answer or the time is over. */
  void send() {
    var left = times.limit().minusNanos(loop.nanoTime() - start);
    if (left.isNegative() || left.isZero()) {
      fail(new SocketTimeoutException("no answer in time"));
      return;
    }
    var next = wait.compareTo(left) < 0 ? wait : left;
    wait = wait.multipliedBy(2);
    cancelRepetition = loop.schedule(next, this::send);
    sender.accept(this);
  }

  /** Takes a datagram that has the transaction id, and the sender's address, of this question. */
  void received(ByteBuffer datagram) {
    try {
      boolean isIpv6 = tracker.getAddress() instanceof Inet6Address;
      var response = UdpTrackerResponse.read(datagram, isIpv6);
      if (answers(response)) {
        cancelRepetition.run();
        answer.complete(response);
      } else {
        fail(new IOException("the tracker sent an answer to another question"));
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private boolean answers(UdpTrackerResponse response) {
    return response instanceof UdpTrackerResponse.Failed
        || (request instanceof UdpTrackerRequest.Connect
            ? response instanceof UdpTrackerResponse.Connected
            : response instanceof UdpTrackerResponse.Announced);
  }

  void fail(IOException problem) {
    cancelRepetition.run();
    answer.completeExceptionally(problem);
  }
}
