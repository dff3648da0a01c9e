package org.spillway.dns.guard;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spillway.net.AddressBlock;

/**
 * Sets the limits of answers.
 *
 * @param rate how many answers a second a network without a cookie gets; 0 sets no limit
 * @param bytes how many bytes a second a network without a cookie gets in answers beyond three
 *     times the length of their queries, and all networks together 512 times as much; longer
 *     answers are truncated then
 * @param slip sends every slip-th answer over the limit truncated instead of dropping it; 0 drops
 *     all
 * @param prefixV4 how many bits of an IPv4 address make a network
 * @param prefixV6 how many bits of an IPv6 address make a network
 * @param exempt the addresses that are not limited
 */
@RecordBuilder
public record RateLimitSettings(
    int rate, long bytes, int slip, int prefixV4, int prefixV6, List<AddressBlock> exempt)
    implements RateLimitSettingsBuilder.With {
  /** The defaults; loopback addresses are exempt because they cannot come from elsewhere. */
  public static final RateLimitSettings DEFAULT =
      new RateLimitSettings(200, 2 * 1024, 2, 24, 56, blocks(List.of("127.0.0.0/8", "::1")));

  public RateLimitSettings {
    if (rate < 0) {
      throw new IllegalArgumentException("rate must be 0 or more, was " + rate);
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be 0 or more, was " + bytes);
    }
    if (slip < 0 || slip > 100) {
      throw new IllegalArgumentException("slip must be 0 to 100, was " + slip);
    }
    if (prefixV4 < 1 || prefixV4 > 32 || prefixV6 < 1 || prefixV6 > 128) {
      throw new IllegalArgumentException(
          "prefixes must be 1 to 32 and 1 to 128 bits, were " + prefixV4 + " and " + prefixV6);
    }
    exempt = List.copyOf(exempt);
  }

  /**
   * Reads blocks of addresses.
   *
   * @throws IllegalArgumentException if a text is neither an address nor a block of addresses
   */
  public static List<AddressBlock> blocks(List<String> texts) {
    return texts.stream().map(RateLimitSettings::block).toList();
  }

  private static AddressBlock block(String text) {
    return AddressBlock.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be an address or a block such as 192.0.2.0/24, was '%s'"
                        .formatted(text)));
  }
}
