package org.spillway.dns.update;

import java.util.List;
import org.spillway.dns.tsig.KeyedText;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.net.HostPort;
import org.xbill.DNS.Name;

/**
 * A name server that takes updates.
 *
 * @param key that it knows, too
 * @param zone of that server, the one to update; the root if each {@code _torrent.[host]} is one
 */
public record Primary(HostPort address, TsigKey key, Name zone) {
  private static final int DNS_PORT = 53;

  /**
   * @param text {@code HOST+key:NAME} or {@code HOST:PORT+key:NAME}
   * @param keys one of which must have that name
   * @throws IllegalArgumentException if it is neither
   */
  static Primary parse(String text, List<TsigKey> keys, Name zone) {
    var parts = KeyedText.parse(text);
    if (!parts.hasKey()) {
      throw new IllegalArgumentException(
          "a primary must be HOST+key:NAME or HOST:PORT+key:NAME, was '" + text + "'");
    }
    var key =
        keys.stream()
            .filter(known -> known.name().equals(parts.key()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no key " + parts.key()));
    return new Primary(HostPort.parse(parts.address(), DNS_PORT), key, zone);
  }

  /** The zone to update, if the records stand below this name. */
  Name zoneOf(Name origin) {
    return zone.equals(Name.root) ? origin : zone;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return address.toString();
  }
}
