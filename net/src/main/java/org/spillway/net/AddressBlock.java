package org.spillway.net;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The addresses that begin with the same bits (RFC 4632): {@code 10.0.0.0/8}, {@code
 * 2001:db8::/32}, or one address.
 */
public record AddressBlock(InetAddress first, int bits) {
  /** Absent if that is no block; names are not looked up. */
  public static Optional<AddressBlock> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    return IpAddresses.parse(address)
        .map(first -> new AddressBlock(first, bits(first, slash, text)))
        .filter(block -> block.bits >= 0 && block.bits <= length(block.first));
  }

  private static int length(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  private static int bits(InetAddress address, int slash, String text) {
    try {
      return slash < 0 ? length(address) : Integer.parseInt(text.substring(slash + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Returns whether an address is of the same family and has the same first bits. */
  public boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  /**
   * @param theirs 4 or 16 bytes
   */
  public boolean contains(byte[] theirs) {
    byte[] ours = first.getAddress();
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
