package org.spillway.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/**
 * Sends one query in one datagram, from a port of its own (RFC 5452 §9.2). Anybody can send
 * datagrams that look like answers, so those that do not answer this query are skipped (RFC 5452
 * §9.1) while the wait goes on.
 */
final class UdpExchange {
  private static final int LARGEST = 65_535;

  private UdpExchange() {}

  /**
   * Sends the query, and waits for the answer.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @throws SocketTimeoutException if no answer comes in time
   * @throws ClosedByInterruptException if the thread is interrupted
   */
  static Message ask(
      InetSocketAddress server, Message query, Duration timeout, LongSupplier nanoTime)
      throws IOException {
    var deadline = Deadline.after(timeout, nanoTime);
    try (var selector = Selector.open();
        var channel = DatagramChannel.open()) {
      channel.connect(server);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      channel.write(ByteBuffer.wrap(query.toWire()));
      var datagram = ByteBuffer.allocate(LARGEST);
      while (true) {
        await(selector, deadline);
        while (channel.read(datagram.clear()) > 0) {
          var answer = answer(datagram.flip(), query);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    }
  }

  private static void await(Selector selector, Deadline deadline) throws IOException {
    long left = deadline.leftMillis();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    selector.select(left);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
  }

  private static Optional<Message> answer(ByteBuffer datagram, Message query) {
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(bytes);
    try {
      return Optional.of(new Message(bytes)).filter(message -> answers(message, query));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether the message answers the query. A server that does not understand the query may
   * leave the question out.
   */
  private static boolean answers(Message message, Message query) {
    boolean isSameQuestion =
        message.getSection(Section.QUESTION).isEmpty()
            ? message.getRcode() != 0
            : query.getQuestion().equals(message.getQuestion());
    return message.getHeader().getFlag(Flags.QR)
        && message.getHeader().getID() == query.getHeader().getID()
        && isSameQuestion;
  }
}
