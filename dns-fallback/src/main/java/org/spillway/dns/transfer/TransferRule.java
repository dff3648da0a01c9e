package org.spillway.dns.transfer;

import java.net.InetAddress;
import java.util.List;
import org.spillway.dns.tsig.KeyedText;
import org.spillway.net.AddressBlock;
import org.xbill.DNS.Name;

/**
 * Who may have the zones: whoever has one of the addresses, and signs with the key.
 *
 * @param blocks of addresses; none if every address may
 * @param key the root if none is needed
 */
public record TransferRule(List<AddressBlock> blocks, Name key) {
  public TransferRule {
    blocks = List.copyOf(blocks);
  }

  /**
   * @param text {@code 192.0.2.1}, {@code 2001:db8::/32}, {@code key:NAME}, or {@code
   *     192.0.2.1+key:NAME} if both must be so
   * @throws IllegalArgumentException if it is none of these
   */
  public static TransferRule parse(String text) {
    var parts = KeyedText.parse(text);
    if (parts.address().isEmpty() && !parts.hasKey()) {
      throw new IllegalArgumentException("an address, a block or key:NAME, not '" + text + "'");
    }
    return new TransferRule(
        parts.address().isEmpty() ? List.of() : List.of(block(parts.address())), parts.key());
  }

  private static AddressBlock block(String text) {
    return AddressBlock.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an address or a block such as 10.0.0.0/8, not '" + text + "'"));
  }

  /**
   * @param signer the name of the key that the request was signed with, the root if it was not
   */
  boolean allows(InetAddress client, Name signer) {
    boolean known = blocks.isEmpty() || blocks.stream().anyMatch(block -> block.contains(client));
    return known && (key.equals(Name.root) || key.equals(signer));
  }
}
