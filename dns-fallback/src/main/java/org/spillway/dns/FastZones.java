package org.spillway.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
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

  FastZones(List<FallbackZone> zones, DnssecReplies signing) {
    this.byName =
        zones.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    zone -> new String(zone.origin().toWireCanonical(), ISO_8859_1),
                    zone -> new FastZone(zone, signing.signer(zone))));
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

  /** A zone's SOA record as bytes. */
  static final class FastZone {
    /** From the serial to the end of the record (RFC 1035 §3.3.13). */
    private static final int TAIL = 5 * Integer.BYTES;

    private static final int POINTER = 2;

    private final FallbackZone zone;
    private final @Nullable ZoneSigner signer;
    private final byte[] afterOwner;

    FastZone(FallbackZone zone, @Nullable ZoneSigner signer) {
      byte[] denial = zone.denial().toWireCanonical();
      this.zone = zone;
      this.signer = signer;
      this.afterOwner = Arrays.copyOfRange(denial, zone.origin().length(), denial.length);
    }

    /** Null if the zone is not signed. */
    @Nullable ZoneSigner signer() {
      return signer;
    }

    int denialLength() {
      return POINTER + afterOwner.length;
    }

    /**
     * @param origin where the zone's name stands in the message
     * @return where the record ends
     */
    int writeDenial(byte[] message, int at, int origin) {
      int end = at + denialLength();
      var buffer = ByteBuffer.wrap(message);
      buffer.putShort(at, (short) (0xC000 | origin)).put(at + POINTER, afterOwner);
      buffer.putInt(end - TAIL, (int) zone.serial());
      return end;
    }
  }
}
