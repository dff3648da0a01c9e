package org.spillway.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From how far away an address can be reached. What comes from outside, such as a torrent, must not
 * make a program connect to where the sender could not (server-side request forgery).
 */
public enum AddressScope {
  /** This machine alone: loopback, and the unspecified addresses, which systems take for it. */
  MACHINE,
  /** The network that this machine is in: private, link-local or shared addresses. */
  NETWORK,
  /** The public internet. */
  WORLD,
  /** No single host: multicast, broadcast and what is reserved. */
  NOWHERE;

  /** RFC 6890 and the registries that it began; what is not here is public. */
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
   * Of an IPv6 address that a gateway may take for an IPv4 address within it, the narrower of both
   * scopes.
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

  /** Whether what a source of this scope says may lead to an address of that scope. */
  public boolean mayLeadTo(AddressScope other) {
    return this != NOWHERE && other != NOWHERE && compareTo(other) <= 0;
  }
}
