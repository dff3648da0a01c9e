package org.spillway.dns.update;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spillway.dns.tsig.TsigKey;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Says which name servers get the records by dynamic updates.
 *
 * @param primaries the name servers, each of which gets all records; the list may be empty
 * @param folder the folder of the files that remember which names they hold
 */
public record UpdateSettings(List<Primary> primaries, Path folder, UpdateTiming timing) {

  /** The settings with which nobody gets updates. */
  public static final UpdateSettings NONE =
      new UpdateSettings(List.of(), Path.of(""), UpdateTiming.DEFAULT);

  public UpdateSettings {
    primaries = List.copyOf(primaries);
    var addresses = primaries.stream().map(Primary::address).toList();
    if (addresses.stream().distinct().count() < addresses.size()) {
      throw new IllegalArgumentException(
          "each primary must stand there once, but they are " + addresses);
    }
  }

  /**
   * Reads primaries and their zone from texts.
   *
   * @param zone the zone to update; empty if each {@code _torrent.[host]} is a zone at the
   *     primaries
   * @param keys the keys that the primaries can name
   * @throws IllegalArgumentException if a text cannot be read
   */
  public static UpdateSettings parse(
      List<String> primaries, String zone, List<TsigKey> keys, Path folder) {
    var name = zone(zone);
    return new UpdateSettings(
        primaries.stream().map(text -> Primary.parse(text, keys, name)).toList(),
        folder,
        UpdateTiming.DEFAULT);
  }

  private static Name zone(String text) {
    try {
      return text.isEmpty() ? Name.root : Name.fromString(text.toLowerCase(Locale.ROOT), Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(
          "the zone must be a domain name such as example.org, was '" + text + "'", e);
    }
  }

  /**
   * Checks that the records can stand in the zone to update.
   *
   * @param origin the zone of the records: {@code _torrent.[host]}
   * @throws IllegalArgumentException if they cannot
   */
  public void requireWithin(Name origin) {
    for (Primary primary : primaries) {
      if (!origin.subdomain(primary.zoneOf(origin))) {
        throw new IllegalArgumentException(
            "the zone %s does not hold %s".formatted(primary.zone(), origin));
      }
    }
  }
}
