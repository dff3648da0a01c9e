package org.spillway.swarm.announce;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spillway.net.IpAddresses;
import org.spillway.net.sockets.BindFailedException;
import org.spillway.net.sockets.EventLoops;

/**
 * The two sockets, one for each family of addresses, from which all questions to UDP trackers are
 * sent. Each is bound to a port that the system chose.
 */
final class UdpSockets implements AutoCloseable {
  private static final System.Logger log = System.getLogger(UdpSockets.class.getName());

  /** The bytes that the system keeps for answers that arrive at the same time. */
  private static final int BUFFER = 256 * 1024;

  private final @Nullable Channel ipv4;
  private final @Nullable Channel ipv6;

  private UdpSockets(@Nullable Channel ipv4, @Nullable Channel ipv6) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  /**
   * Binds the sockets; a family that the machine does not have gets none.
   *
   * @param loop handles all datagrams
   * @param receiver takes each datagram, which it must not keep, and its sender
   */
  static UdpSockets open(
      EventLoops loops, EventLoop loop, BiConsumer<InetSocketAddress, ByteBuffer> receiver) {
    var bootstrap = loops.datagrams(BUFFER).clone(loop).handler(new Receiver(receiver));
    return new UdpSockets(bind(bootstrap, new byte[4]), bind(bootstrap, new byte[16]));
  }

  private static @Nullable Channel bind(Bootstrap bootstrap, byte[] wildcard) {
    try {
      return EventLoops.bind(bootstrap.clone(), new InetSocketAddress(IpAddresses.of(wildcard), 0));
    } catch (BindFailedException e) {
      log.log(DEBUG, "no socket for addresses of {0} bytes: {1}", wildcard.length, e.getMessage());
      return null;
    }
  }

  /** Returns one address of each family that this machine can send to. */
  List<InetAddress> oneOfEachFamily(InetAddress... addresses) {
    List<InetAddress> chosen = new ArrayList<>();
    for (boolean isIpv6 : new boolean[] {false, true}) {
      Optional<InetAddress> first =
          List.of(addresses).stream()
              .filter(address -> address instanceof Inet6Address == isIpv6)
              .filter(address -> channel(address) != null)
              .findFirst();
      first.ifPresent(chosen::add);
    }
    return chosen;
  }

  private @Nullable Channel channel(InetAddress address) {
    return address instanceof Inet6Address ? ipv6 : ipv4;
  }

  /**
   * Sends a datagram.
   *
   * @param failed hears on the event loop why the datagram could not be sent
   */
  void send(InetSocketAddress to, ByteBuffer datagram, Consumer<IOException> failed) {
    var channel = channel(to.getAddress());
    if (channel == null) {
      failed.accept(new IOException("this machine has no socket for " + to));
      return;
    }
    var sent = channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(datagram), to));
    sent.addListener(
        done -> {
          if (!done.isSuccess()) {
            failed.accept(new IOException(done.cause().getMessage(), done.cause()));
          }
        });
  }

  /** Closes the sockets; must not be called on their event loop, for which it waits. */
  @Override
  public void close() {
    for (Channel channel : new Channel[] {ipv4, ipv6}) {
      if (channel != null) {
        channel.close().awaitUninterruptibly();
      }
    }
  }

  /** Takes the datagrams of both sockets. */
  @ChannelHandler.Sharable
  private static final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
    private final BiConsumer<InetSocketAddress, ByteBuffer> receiver;

    Receiver(BiConsumer<InetSocketAddress, ByteBuffer> receiver) {
      this.receiver = receiver;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf content = packet.content();
      receiver.accept(packet.sender(), content.nioBuffer());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The socket goes on: such as when a router says that a tracker cannot be reached.
      log.log(DEBUG, "a datagram of a tracker: {0}", cause.toString());
    }
  }
}
