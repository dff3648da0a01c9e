package org.spillway.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses from bytes and from text, and never looks a name up. */
public final class IpAddresses {
  private static final int IPV4_LENGTH = 4;
  private static final int MAX_OCTET = 255;

  /** Matches texts with a colon and these characters only, which the JDK never takes for a name. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** Short forms such as 10.1 are something else to every program. */
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private IpAddresses() {}

  /**
   * Returns the address that these bytes are; an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2)
   * becomes an IPv4 address.
   *
   * @param bytes 4 or 16
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "an address must have 4 or 16 bytes, had " + bytes.length, e);
    }
  }

  /** Undoes what a socket for both families does: it may show an IPv4 address as an IPv6 one. */
  public static InetAddress unmapped(InetAddress address) {
    return address instanceof Inet6Address ? of(address.getAddress()) : address;
  }

  /** Absent if the text is a name, or no address at all. */
  public static Optional<InetAddress> parse(String text) {
    if (IPV4.matcher(text).matches()) {
      return ipv4(text);
    }
    return IPV6.matcher(text).matches() ? ipv6(text) : Optional.empty();
  }

  /**
   * Reads an address as servers write that of a client: one of IPv6 may stand in brackets, and may
   * end with the interface that it belongs to, which is dropped ({@code fe80::1%eth0}, RFC 4007
   * §11).
   */
  public static Optional<InetAddress> parseClient(String text) {
    int zone = text.indexOf('%');
    boolean inBrackets = text.startsWith("[") && text.endsWith("]");
    int end = zone >= 0 ? zone : text.length() - (inBrackets ? 1 : 0);
    return parse(text.substring(inBrackets ? 1 : 0, end));
  }

  /** The JDK would look up a name such as 256.0.0.1. */
  private static Optional<InetAddress> ipv4(String text) {
    byte[] bytes = new byte[IPV4_LENGTH];
    int from = 0;
    for (int i = 0; i < IPV4_LENGTH; i++) {
      int dot = text.indexOf('.', from);
      int octet = Integer.parseInt(text, from, dot < 0 ? text.length() : dot, 10);
      if (octet > MAX_OCTET) {
        return Optional.empty();
      }
      bytes[i] = (byte) octet;
      from = dot + 1;
    }
    return Optional.of(of(bytes));
  }

  private static Optional<InetAddress> ipv6(String text) {
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
