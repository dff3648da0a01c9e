package org.spillway.dns.transfer;

import java.net.InetAddress;
import java.util.List;
import org.spillway.dns.tsig.KeyedText;
import org.spillway.net.AddressBlock;
import org.xbill.DNS.Name;

/**
 * Allows transfers to clients that have one of the addresses and sign with the key.
 *
 * @param blocks the blocks of addresses; an empty list allows every address
 * @param key the name of the key; the root if no signature is necessary
 */
public record TransferRule(List<AddressBlock> blocks, Name key) {
  public TransferRule {
    blocks = List.copyOf(blocks);
  }

  /**
   * Reads a rule from a text.
   *
   * @param text {@code 192.0.2.1}, {@code 2001:db8::/32}, {@code key:NAME}, or {@code
   *     192.0.2.1+key:NAME} to demand both
   * @throws IllegalArgumentException if the text has none of these forms
   */
  public static TransferRule parse(String text) {
    var parts = KeyedText.parse(text);
    if (parts.address().isEmpty() && !parts.hasKey()) {
      throw new IllegalArgumentException(
          "a rule must be an address, a block or key:NAME, was '" + text + "'");
    }
    return new TransferRule(
        parts.address().isEmpty() ? List.of() : List.of(block(parts.address())), parts.key());
  }

  private static AddressBlock block(String text) {
    return AddressBlock.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a rule must be an address or a block such as 10.0.0.0/8, was '" + text + "'"));
  }

  /**
   * Returns whether the rule allows a transfer.
   *
   * @param client the address of the client
   * @param signer the name of the key that signed the request; the root if it is not signed
   */
  boolean allows(InetAddress client, Name signer) {
    boolean known = blocks.isEmpty() || blocks.stream().anyMatch(block -> block.contains(client));
    return known && (key.equals(Name.root) || key.equals(signer));
  }
}
