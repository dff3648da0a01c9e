package org.spillway.tracker;

import static java.lang.System.Logger.Level.INFO;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.spillway.net.sockets.BindFailedException;
import org.spillway.net.sockets.EventLoops;
import org.spillway.net.sockets.ServerSockets;

/** Has the UDP sockets, and the one thread that reads, answers and writes. */
final class UdpTrackerServer implements AutoCloseable {
  private static final System.Logger log = System.getLogger(UdpTrackerServer.class.getName());

  /**
   * The size of the system's buffer in bytes, which holds some thousand announces that arrive at
   * once.
   */
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final EventLoops loops;
  private final ServerSockets sockets;

  private UdpTrackerServer(EventLoops loops, ServerSockets sockets) {
    this.loops = loops;
    this.sockets = sockets;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if the address cannot be used; the message names the setting
   */
  static UdpTrackerServer open(TrackerSettings settings, UdpRequests requests) throws IOException {
    return open(settings, requests, EventLoops.best("tracker-udp", 1));
  }

  /**
   * Starts to listen with event loops.
   *
   * @param loops the event loops, which end with the server, or at once if there is none
   */
  static UdpTrackerServer open(TrackerSettings settings, UdpRequests requests, EventLoops loops)
      throws IOException {
    try {
      var bootstrap = loops.datagrams(RECEIVE_BUFFER).handler(handler(requests));
      var server = new UdpTrackerServer(loops, ServerSockets.open(bootstrap, address(settings)));
      log.log(INFO, "tracking over UDP on port {0,number,#}", server.port());
      return server;
    } catch (BindFailedException e) {
      loops.close();
      throw e.naming("tracker.udp-port", "tracker.host");
    } catch (IOException e) {
      loops.close();
      throw e;
    }
  }

  private static InetSocketAddress address(TrackerSettings settings) throws IOException {
    var address = new InetSocketAddress(settings.host(), settings.udpPort());
    if (address.isUnresolved()) {
      throw new IOException("tracker.host: " + settings.host() + " has no address");
    }
    return address;
  }

  private static ChannelInitializer<Channel> handler(UdpRequests requests) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new UdpHandler(requests));
      }
    };
  }

  int port() {
    return sockets.port();
  }

  @Override
  public void close() {
    sockets.close();
    loops.close();
  }
}
