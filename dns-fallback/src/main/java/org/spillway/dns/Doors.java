package org.spillway.dns;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Both ways in, at one port. */
record Doors(TcpDoor tcp, UdpDoor udp) implements AutoCloseable {
  /** How often a port that is free for TCP may turn out to be taken for UDP. */
  private static final int ATTEMPTS = 20;

  /**
   * @throws IOException if the address cannot be taken; names the key
   */
  static Doors open(EventLoops loops, DnsSettings settings, Responder responder, Counters counters)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return openOnce(loops, settings, responder, counters);
      } catch (IOException e) {
        if (settings.port() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** TCP first: what it takes is then asked for UDP. */
  private static Doors openOnce(
      EventLoops loops, DnsSettings settings, Responder responder, Counters counters)
      throws IOException {
    var address = address(settings.host(), settings.port());
    var tcp = TcpDoor.open(loops, address, settings.tcp(), responder, counters);
    try {
      return new Doors(tcp, UdpDoor.open(loops, address(settings.host(), tcp.port()), responder));
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  static InetSocketAddress address(String host, int port) throws IOException {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("dns.host: " + host + " has no address");
    }
    return address;
  }

  int port() {
    return tcp.port();
  }

  @Override
  public void close() {
    tcp.close();
    udp.close();
  }
}
