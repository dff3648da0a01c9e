package org.spillway.testing;

/** The addresses of hosts, by their number. */
final class HostAddresses {
  /** The number of hosts that can have an address. */
  static final int MOST = 60_000;

  private static final int PER_BLOCK = 250;

  private HostAddresses() {}

  /** Returns an address of 10.99.0.0/16, never the first or the last one of a block of 256. */
  static String ipv4(int number) {
    return "10.99.%d.%d".formatted(number / PER_BLOCK, number % PER_BLOCK + 1);
  }

  /** Returns the address of the host's interface, a locally administered one (IEEE 802c). */
  static String mac(int number) {
    return "02:53:70:00:%02x:%02x".formatted(number >> 8, number & 0xff);
  }

  /** Returns an address of fd99::/64, which are unique local ones (RFC 4193). */
  static String ipv6(int number) {
    return "fd99::%x".formatted(number + 1);
  }
}
