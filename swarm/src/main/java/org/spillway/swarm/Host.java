package org.spillway.swarm;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.spillway.net.IpAddresses;

/**
 * A network address that counts as one client: an IPv4 address, or an IPv6 /64, from which one host
 * may choose its addresses freely (RFC 4291 §2.5.4).
 *
 * @param isV6 whether {@code bits} is the prefix of a /64
 * @param bits the address, or the prefix, as a number
 */
public record Host(boolean isV6, long bits) {

  /**
   * Returns the host of an address.
   *
   * @param address the address; it may be an IPv4 address in the form of an IPv6 address (RFC 4291
   *     §2.5.5.2)
   */
  public static Host of(InetAddress address) {
    var unmapped = IpAddresses.unmapped(address);
    var bytes = ByteBuffer.wrap(unmapped.getAddress());
    return unmapped instanceof Inet6Address
        ? new Host(true, bytes.getLong())
        : new Host(false, bytes.getInt());
  }
}
