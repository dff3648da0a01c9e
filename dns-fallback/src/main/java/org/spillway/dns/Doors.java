package org.spillway.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Both ways in, at one port of each address. */
record Doors(TcpDoor tcp, UdpDoor udp, int port) implements AutoCloseable {
  /** How often a port that is free for TCP may turn out to be taken for UDP, or elsewhere. */
  private static final int ATTEMPTS = 20;

  /**
   * @throws IOException if an address cannot be taken; names the key
   */
  static Doors open(EventLoops loops, DnsSettings settings, Responder responder, Counters counters)
      throws IOException {
    var addresses = addresses(settings);
    for (int attempt = 1; ; attempt++) {
      var tcp = new TcpDoor(loops, settings.tcp(), responder, counters);
      var udp = new UdpDoor(loops, responder);
      try {
        return new Doors(tcp, udp, listen(tcp, udp, addresses, settings.port()));
      } catch (IOException e) {
        tcp.close();
        udp.close();
        if (settings.port() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** TCP first: what it takes at the first address is then asked for everywhere. */
  private static int listen(TcpDoor tcp, UdpDoor udp, List<InetAddress> addresses, int wanted)
      throws IOException {
    int port = wanted;
    for (var address : addresses) {
      port = tcp.listen(new InetSocketAddress(address, port));
      udp.listen(new InetSocketAddress(address, port));
    }
    return port;
  }

  /**
   * @throws IOException if a host has none; names it
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

  @Override
  public void close() {
    tcp.close();
    udp.close();
  }
}
