package org.spillway.dns.update;

import java.util.List;
import org.spillway.dns.tsig.KeyedText;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.net.HostPort;
import org.xbill.DNS.Name;

/**
 * A name server that takes updates.
 *
 * @param address the address of the server
 * @param key the key that the server knows, too
 * @param zone the zone to update at that server; the root if each {@code _torrent.[host]} is a zone
 *     there
 */
public record Primary(HostPort address, TsigKey key, Name zone) {
  private static final int DNS_PORT = 53;

  /**
   * Reads a primary from a text.
   *
   * @param text {@code HOST+key:NAME} or {@code HOST:PORT+key:NAME}
   * @param keys the keys, one of which must have that name
   * @param zone the zone to update
   * @throws IllegalArgumentException if the text has neither form
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
            .orElseThrow(() -> new IllegalArgumentException("no key is called " + parts.key()));
    return new Primary(HostPort.parse(parts.address(), DNS_PORT), key, zone);
  }

  /** Returns the zone to update for records below this name. */
  Name zoneOf(Name origin) {
    return zone.equals(Name.root) ? origin : zone;
  }

  /** Returns the address and the zone, without the key. */
  @Override
  public String toString() {
    return address.toString();
  }
}
