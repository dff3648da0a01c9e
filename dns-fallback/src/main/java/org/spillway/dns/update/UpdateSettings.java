package org.spillway.dns.update;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spillway.dns.tsig.TsigKey;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * @param primaries each of which gets all records; nobody does if it is empty
 * @param folder where it is remembered which names they hold
 */
public record UpdateSettings(List<Primary> primaries, Path folder, UpdateTiming timing) {

  /** Nobody gets anything. */
  public static final UpdateSettings NONE =
      new UpdateSettings(List.of(), Path.of(""), UpdateTiming.DEFAULT);

  public UpdateSettings {
    primaries = List.copyOf(primaries);
  }

  /**
   * From the values of {@code dns.update}, {@code dns.update-key} and {@code dns.update-zone}.
   *
   * @param key is needed if there are primaries
   * @param zone empty if each {@code _torrent.[host]} is a zone at the primaries
   * @throws IllegalArgumentException if one is wrong; names the key of the configuration
   */
  public static UpdateSettings parse(List<String> primaries, String key, String zone, Path folder) {
    if (primaries.isEmpty()) {
      return NONE;
    }
    var tsigKey = key(key);
    var name = zone(zone);
    return new UpdateSettings(
        primaries.stream().map(text -> Primary.parse(text, tsigKey, name)).toList(),
        folder,
        UpdateTiming.DEFAULT);
  }

  private static TsigKey key(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("dns.update-key: must be set for dns.update");
    }
    try {
      return TsigKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("dns.update-key: " + e.getMessage(), e);
    }
  }

  private static Name zone(String text) {
    try {
      return text.isEmpty() ? Name.root : Name.fromString(text.toLowerCase(Locale.ROOT), Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(
          "dns.update-zone: a zone such as example.org, not '" + text + "'", e);
    }
  }

  /**
   * @param origin of the records: {@code _torrent.[host]}
   * @throws IllegalArgumentException if they cannot stand in the zone to update
   */
  public void requireWithin(Name origin) {
    for (Primary primary : primaries) {
      if (!origin.subdomain(primary.zoneOf(origin))) {
        throw new IllegalArgumentException(
            "dns.update-zone: %s does not hold %s".formatted(primary.zone(), origin));
      }
    }
  }
}
