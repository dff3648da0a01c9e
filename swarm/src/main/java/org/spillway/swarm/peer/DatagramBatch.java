package org.spillway.swarm.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.spillway.swarm.utp.UtpOutput;

/**
 * Collects datagrams for a socket. Datagrams of one length to one address are handed to the system
 * as one, which the system cuts up (UDP GSO); that saves most of a datagram's cost.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a datagram that is lost is sent again
final class DatagramBatch implements UtpOutput {
  /**
   * The most datagrams that are sent as one. More of them would be a burst that a short queue on
   * the way cannot hold.
   */
  private static final int MOST_SEGMENTS = 16;

  /** The length in bytes from which joining pays; shorter datagrams are sent alone. */
  private static final int WORTH_JOINING = 1024;

  private static final InetSocketAddress NOBODY = InetSocketAddress.createUnresolved("", 0);

  private final Channel channel;
  private boolean segments;
  private InetSocketAddress remote = NOBODY;
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
  private int length;

  DatagramBatch(Channel channel) {
    this.channel = channel;
    this.segments =
        channel instanceof EpollDatagramChannel
            && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  @Override
  public void send(InetSocketAddress to, ByteBuffer datagram) {
    int bytes = datagram.remaining();
    boolean joins = to.equals(remote) && bytes <= length && waiting.writableBytes() >= bytes;
    if (!joins) {
      write();
      begin(to, bytes);
    }
    waiting.writeBytes(datagram);
    if (bytes < length) {
      // Only the last datagram may be shorter than the others.
      write();
    }
  }

  private void begin(InetSocketAddress to, int bytes) {
    boolean alone = !segments || bytes < WORTH_JOINING;
    remote = to;
    length = bytes;
    waiting = channel.alloc().directBuffer(bytes * (alone ? 1 : MOST_SEGMENTS));
  }

  private void write() {
    if (waiting.readableBytes() > length) {
      channel
          .write(new SegmentedDatagramPacket(waiting, length, remote))
          .addListener(written -> segments &= written.isSuccess());
    } else if (waiting.isReadable()) {
      channel.write(new DatagramPacket(waiting, remote));
    }
    waiting = Unpooled.EMPTY_BUFFER;
    remote = NOBODY;
  }

  void flush() {
    write();
    channel.flush();
  }
}
