package org.spillway.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the IPv4 addresses in IPv6 addresses that serve the transition between both. */
final class EmbeddedAddress {
  private static final AddressBlock SIX_TO_FOUR = block("2002::/16"); // RFC 3056
  private static final AddressBlock TEREDO = block("2001::/32"); // RFC 4380
  private static final List<AddressBlock> AT_THE_END =
      List.of(
          block("::/96"), // RFC 4291 §2.5.5.1
          block("64:ff9b::/96"), // RFC 6052
          block("::ffff:0:0:0/96")); // RFC 2765

  /** The length of an IPv4 address, in bytes. */
  private static final int IPV4 = 4;

  private static final int IPV6 = 16;

  private EmbeddedAddress() {}

  private static AddressBlock block(String text) {
    return AddressBlock.parse(text).orElseThrow();
  }

  /**
   * Returns the IPv4 addresses in an address.
   *
   * @param address 4 or 16 bytes
   * @return addresses of 4 bytes each; an IPv4 address has none
   */
  static List<byte[]> in(byte[] address) {
    List<byte[]> found = new ArrayList<>();
    if (address.length != IPV6) {
      return found;
    }
    if (SIX_TO_FOUR.contains(address)) {
      found.add(at(address, 2));
    }
    if (TEREDO.contains(address)) {
      found.add(at(address, 4));
      found.add(inverted(at(address, 12)));
    }
    boolean isShort = isUnspecifiedOrLoopback(address);
    if (isMapped(address) || isIsatap(address) || (!isShort && isAtTheEnd(address))) {
      found.add(at(address, 12));
    }
    return found;
  }

  private static boolean isAtTheEnd(byte[] address) {
    return AT_THE_END.stream().anyMatch(block -> block.contains(address));
  }

  private static boolean isUnspecifiedOrLoopback(byte[] address) {
    byte[] front = Arrays.copyOf(address, IPV6 - 1);
    return Arrays.equals(front, new byte[IPV6 - 1]);
  }

  /** Recognises RFC 4291 §2.5.5.2; the JDK makes IPv4 addresses of most of these by itself. */
  private static boolean isMapped(byte[] address) {
    byte[] prefix = new byte[IPV6 - IPV4];
    prefix[10] = -1;
    prefix[11] = -1;
    return Arrays.equals(Arrays.copyOf(address, prefix.length), prefix);
  }

  /** Recognises RFC 5214 §6.1. */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static byte[] at(byte[] address, int offset) {
    return Arrays.copyOfRange(address, offset, offset + IPV4);
  }

  private static byte[] inverted(byte[] address) {
    for (int i = 0; i < address.length; i++) {
      address[i] = (byte) ~address[i];
    }
    return address;
  }
}
