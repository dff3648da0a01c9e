package org.spillway.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Says from how far away an address can be reached. Data from outside, such as a torrent, must not
 * make a program connect to where the sender could not connect (server-side request forgery).
 */
public enum AddressScope {
  /**
   * Reached from this machine only: loopback, and the unspecified addresses, which systems take for
   * loopback.
   */
  MACHINE,
  /** Reached from the network of this machine: private, link-local or shared addresses. */
  NETWORK,
  /** Reached from the public internet. */
  WORLD,
  /** Does not reach a single host: multicast, broadcast and reserved addresses. */
  NOWHERE;

  /** The blocks of RFC 6890 and of the registries that it began; all other addresses are public. */
  private static final Map<AddressScope, List<AddressBlock>> BLOCKS =
      Map.of(
          MACHINE,
          blocks("127.0.0.0/8", "0.0.0.0/8", "::1/128", "::/128"),
          NETWORK,
          blocks(
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "169.254.0.0/16",
              "100.64.0.0/10",
              "192.0.0.0/24",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "64:ff9b:1::/48"),
          NOWHERE,
          blocks("224.0.0.0/4", "240.0.0.0/4", "ff00::/8"));

  private static List<AddressBlock> blocks(String... texts) {
    return Stream.of(texts).map(text -> AddressBlock.parse(text).orElseThrow()).toList();
  }

  /**
   * Returns the scope of an address. If a gateway may take an IPv6 address for an IPv4 address
   * within it, this is the narrower of both scopes.
   */
  public static AddressScope of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return Stream.concat(Stream.of(bytes), EmbeddedAddress.in(bytes).stream())
        .map(AddressScope::of)
        .reduce(WORLD, AddressScope::narrower);
  }

  private static AddressScope of(byte[] address) {
    return BLOCKS.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(block -> block.contains(address)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(WORLD);
  }

  private static AddressScope narrower(AddressScope one, AddressScope other) {
    if (one == NOWHERE || other == NOWHERE) {
      return NOWHERE;
    }
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Returns whether data from a source of this scope may lead to an address of that scope. */
  public boolean mayLeadTo(AddressScope other) {
    return this != NOWHERE && other != NOWHERE && compareTo(other) <= 0;
  }
}
