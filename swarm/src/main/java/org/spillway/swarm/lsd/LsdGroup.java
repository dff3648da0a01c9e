package org.spillway.swarm.lsd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.spillway.net.IpAddresses;

/** The multicast groups of local service discovery (BEP 14). */
public enum LsdGroup {
  IPV4("239.192.152.143"),
  IPV6("ff15::efc0:988f");

  /** The UDP port of both groups. */
  public static final int PORT = 6771;

  private final String text;
  private final InetAddress address;

  LsdGroup(String text) {
    this.text = text;
    this.address = IpAddresses.parse(text).orElseThrow();
  }

  /** Returns the address to which messages are sent. */
  public InetSocketAddress address() {
    return new InetSocketAddress(address, PORT);
  }

  /** Returns the address as the header {@code Host} has it. */
  String host() {
    return (this == IPV6 ? "[" + text + "]" : text) + ":" + PORT;
  }
}
