package org.spillway.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.dnssec.ZoneSigner;
import org.spillway.dns.zone.FallbackZone;

/** The zones by their names as they stand in a question. Immutable. */
final class FastZones {
  private final Map<String, FastZone> byName;

  FastZones(List<FallbackZone> zones, DnssecResponses signing) {
    this.byName =
        zones.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    zone -> new String(zone.origin().toWireCanonical(), ISO_8859_1),
                    zone -> new FastZone(signing.signer(zone), new FastDenial(zone))));
  }

  /**
   * The zone of a name between two places of a message.
   *
   * @return null if it is none of ours: a query costs no more than it must
   */
  @Nullable FastZone find(byte[] message, int start, int end) {
    byte[] name = Arrays.copyOfRange(message, start, end);
    for (int i = 0; i < name.length; i++) {
      // The lengths of labels are below the letters.
      if (name[i] >= 'A' && name[i] <= 'Z') {
        name[i] = (byte) (name[i] + ('a' - 'A'));
      }
    }
    return byName.get(new String(name, ISO_8859_1));
  }

  /**
   * A zone, and how it denies names.
   *
   * @param signer null if the zone is not signed
   */
  record FastZone(@Nullable ZoneSigner signer, FastDenial denial) {}
}
