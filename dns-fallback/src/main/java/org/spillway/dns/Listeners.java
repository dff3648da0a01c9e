package org.spillway.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.spillway.net.sockets.BindFailedException;
import org.spillway.net.sockets.EventLoops;

/** Listens over UDP and TCP, at one port of each address. */
record Listeners(Loops loops, TcpServer tcp, UdpServer udp, int port) implements AutoCloseable {
  /** The number of attempts to find a port that is free for UDP and TCP at every address. */
  private static final int ATTEMPTS = 20;

  private static final int TCP_THREADS = 2;

  /**
   * The threads that answer. UDP uses epoll where its native library is there, TCP always NIO: the
   * epoll transport of Netty 4.2.18 (and 4.2.20) takes a socket whose client half closed it out of
   * epoll while nothing waits to be written, and then fails to wait for it again, so that answers
   * which the client does not read at once are lost.
   */
  private record Loops(EventLoops udp, EventLoops tcp) {
    void close() {
      udp.close();
      tcp.close();
    }
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if an address cannot be used; the message names the setting
   */
  static Listeners open(DnsSettings settings, Responder responder, Counters counters)
      throws IOException {
    var addresses = addresses(settings);
    var loops = new Loops(EventLoops.best("dns-udp", 1), EventLoops.nio("dns-tcp", TCP_THREADS));
    try {
      return open(loops, settings, addresses, responder, counters);
    } catch (BindFailedException e) {
      loops.close();
      throw e.naming("dns.port", "dns.host");
    }
  }

  private static Listeners open(
      Loops loops,
      DnsSettings settings,
      List<InetAddress> addresses,
      Responder responder,
      Counters counters)
      throws BindFailedException {
    for (int attempt = 1; ; attempt++) {
      var tcp = new TcpServer(loops.tcp(), settings.tcp(), responder, counters);
      var udp = new UdpServer(loops.udp(), responder);
      try {
        return new Listeners(loops, tcp, udp, listen(tcp, udp, addresses, settings.port()));
      } catch (BindFailedException e) {
        tcp.close();
        udp.close();
        if (settings.port() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Listens over TCP first; the port that the first address gets is then used everywhere. */
  private static int listen(TcpServer tcp, UdpServer udp, List<InetAddress> addresses, int wanted)
      throws BindFailedException {
    int port = wanted;
    for (var address : addresses) {
      port = tcp.listen(new InetSocketAddress(address, port));
      udp.listen(new InetSocketAddress(address, port));
    }
    return port;
  }

  /**
   * Returns the addresses of the settings.
   *
   * @throws IOException if a host has no address; the message names it
   */
  static List<InetAddress> addresses(DnsSettings settings) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String host : settings.hosts()) {
      var address = new InetSocketAddress(host, 0);
      if (address.isUnresolved()) {
        throw new IOException("dns.host: " + host + " has no address");
      }
      addresses.add(address.getAddress());
    }
    return addresses;
  }

  /** Closes every connection and waits for the threads. */
  @Override
  public void close() {
    tcp.close();
    udp.close();
    loops.close();
  }
}
