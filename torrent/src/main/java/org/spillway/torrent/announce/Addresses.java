package org.spillway.torrent.announce;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes addresses from bytes and from literals, never by a look-up. */
final class Addresses {
  static final int IPV4_LENGTH = 4;
  static final int IPV6_LENGTH = 16;

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * The characters of an IPv6 literal. A text of these with a colon is never taken for a name by
   * InetAddress.
   */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

  private Addresses() {}

  /**
   * Returns the address of these bytes.
   *
   * @param bytes 4 or 16 bytes
   */
  static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }

  /**
   * Returns an address; the list is empty for 0.0.0.0, by which BEP 15 says that the sender's
   * address is the right one.
   */
  static List<InetAddress> ofIpv4(int address) {
    byte[] bytes = ByteBuffer.allocate(IPV4_LENGTH).putInt(address).array();
    return address == 0 ? List.of() : List.of(of(bytes));
  }

  /** Returns the first IPv4 address; 0.0.0.0 if there is none. */
  static int firstIpv4(List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      if (address instanceof Inet4Address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
      }
    }
    return 0;
  }

  /** Reads a literal; empty if the text is a host's name. */
  static Optional<InetAddress> parse(String literal) {
    boolean ipv6 = literal.indexOf(':') >= 0 && IPV6.matcher(literal).matches();
    if (!ipv6 && !IPV4.matcher(literal).matches()) {
      return Optional.empty();
    }
    return ipv6 ? parseIpv6(literal) : parseIpv4(literal);
  }

  private static Optional<InetAddress> parseIpv4(String literal) {
    byte[] bytes = new byte[IPV4_LENGTH];
    String[] parts = literal.split("\\.", -1);
    for (int i = 0; i < bytes.length; i++) {
      int part = Integer.parseInt(parts[i]);
      if (part > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) part;
    }
    return Optional.of(of(bytes));
  }

  private static Optional<InetAddress> parseIpv6(String literal) {
    try {
      return Optional.of(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
