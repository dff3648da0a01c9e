package org.spillway.negotiation.fields;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Tells what counts as one client. */
public final class ClientNetwork {
  private ClientNetwork() {}

  /**
   * Returns the network that an address counts for: an IPv4 address counts for itself, but a
   * household with IPv6 has a /64, and uses any address in it (RFC 4291 §2.5.4).
   *
   * @param address in its usual text form; anything else is returned as it is
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      var bytes = InetAddress.getByName(address).getAddress();
      return bytes.length == 4 ? address : HexFormat.of().formatHex(bytes, 0, 8);
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
