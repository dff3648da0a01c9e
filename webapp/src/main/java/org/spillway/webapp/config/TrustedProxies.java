package org.spillway.webapp.config;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.spillway.net.AddressBlock;

/** The proxies that are believed about their clients. */
public record TrustedProxies(List<AddressBlock> blocks) {
  static final TrustedProxies NONE = new TrustedProxies(List.of());

  public TrustedProxies {
    blocks = List.copyOf(blocks);
  }

  /**
   * @throws IllegalArgumentException if one of the texts is neither an address nor a block of them
   */
  public static TrustedProxies of(String... texts) {
    return new TrustedProxies(Stream.of(texts).map(Kinds.addressBlock().parser()).toList());
  }

  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  public boolean contains(InetAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
