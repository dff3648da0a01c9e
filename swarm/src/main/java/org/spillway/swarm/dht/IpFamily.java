package org.spillway.swarm.dht;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.spillway.net.IpAddresses;

/** The two families of addresses; each has a DHT of its own (BEP 32). */
public enum IpFamily {
  IPV4(4, "n4", "nodes"),
  IPV6(16, "n6", "nodes6");

  private final int addressLength;
  private final String want;
  private final String nodesKey;

  IpFamily(int addressLength, String want, String nodesKey) {
    this.addressLength = addressLength;
    this.want = want;
    this.nodesKey = nodesKey;
  }

  /** Returns the family of an address. */
  public static IpFamily of(InetAddress address) {
    return address instanceof Inet6Address ? IPV6 : IPV4;
  }

  IpFamily other() {
    return this == IPV4 ? IPV6 : IPV4;
  }

  /** Returns the text that asks for nodes of this family in the list {@code want} (BEP 32). */
  String want() {
    return want;
  }

  /** Returns the key under which an answer has nodes of this family. */
  String nodesKey() {
    return nodesKey;
  }

  /** Returns the length of an address and a port, in bytes. */
  int contactLength() {
    return addressLength + Short.BYTES;
  }

  /** Returns the length of a node's id, address and port, in bytes. */
  int nodeLength() {
    return NodeId.LENGTH + contactLength();
  }

  /**
   * Reads an address and a port, and moves the buffer on.
   *
   * @return empty if nobody can be reached so: the port is 0, or an IPv4 address is in the form of
   *     an IPv6 one
   */
  Optional<InetSocketAddress> readContact(ByteBuffer in) {
    byte[] bytes = new byte[addressLength];
    in.get(bytes);
    int port = Short.toUnsignedInt(in.getShort());
    var address = IpAddresses.of(bytes);
    return port == 0 || of(address) != this
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(address, port));
  }

  /** Writes an address and a port. */
  static void writeContact(InetAddress address, int port, ByteBuffer out) {
    out.put(address.getAddress()).putShort((short) port);
  }
}
