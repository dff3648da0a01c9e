package org.spillway.dns.transfer;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The addresses that begin with the same bits (RFC 4632): {@code 10.0.0.0/8}, {@code
 * 2001:db8::/32}, or one address.
 */
record AddressBlock(InetAddress first, int bits) {
  AddressBlock {
    if (bits < 0 || bits > length(first)) {
      throw new IllegalArgumentException(
          "%s has %d bits, not %d".formatted(first.getHostAddress(), length(first), bits));
    }
  }

  /**
   * @throws IllegalArgumentException if that is no block; names are not looked up
   */
  static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    var first = literal(slash < 0 ? text : text.substring(0, slash));
    try {
      int bits = slash < 0 ? length(first) : Integer.parseInt(text.substring(slash + 1));
      return new AddressBlock(first, bits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "an address or a block such as 10.0.0.0/8, not " + text, e);
    }
  }

  private static InetAddress literal(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      if (bytes != null) {
        return InetAddress.getByAddress(bytes);
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
    throw new IllegalArgumentException("an address or a block such as 10.0.0.0/8, not " + text);
  }

  private static int length(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int mask = 0xff << Math.max(0, Byte.SIZE - (bits - bit));
      int at = bit / Byte.SIZE;
      if (((ours[at] ^ theirs[at]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }
}
