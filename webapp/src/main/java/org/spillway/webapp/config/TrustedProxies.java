package org.spillway.webapp.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.AddressBlock;

/** The proxies whose word on their clients counts. */
public record TrustedProxies(List<AddressBlock> blocks) {
  static final TrustedProxies NONE = new TrustedProxies(List.of());

  public TrustedProxies {
    blocks = List.copyOf(blocks);
  }

  /**
   * @throws IllegalArgumentException if one of the texts is neither an address nor a block of them;
   *     names the key
   */
  public static TrustedProxies of(List<String> texts) {
    List<AddressBlock> blocks = new ArrayList<>();
    for (String text : texts) {
      blocks.add(
          AddressBlock.parse(text)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s: addresses and blocks such as 10.0.0.0/8, not '%s'"
                              .formatted(Key.HTTP_TRUSTED_PROXIES, text))));
    }
    return new TrustedProxies(blocks);
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
