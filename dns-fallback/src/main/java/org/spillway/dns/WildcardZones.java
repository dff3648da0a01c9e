package org.spillway.dns;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Name;

/**
 * The zones of all hosts below some names, such as the buckets of an S3 service. Each is made when
 * a query asks for it. They only answer queries, and nobody can transfer them. Immutable.
 */
final class WildcardZones {
  /** The pattern of a host that leaves room for the longest name under its zone. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,190}");

  private final List<Name> suffixes;
  private final List<String> nameServers;
  private final PublishedRecords published;

  /** Reads the zones of {@code dns.zone} that have an asterisk. */
  WildcardZones(DnsSettings settings, PublishedRecords published) {
    this.suffixes =
        settings.wildcardZones().stream()
            .map(suffix -> Name.fromConstantString(suffix + "."))
            .toList();
    this.nameServers = settings.nameServers();
    this.published = published;
  }

  /** Returns the zone of a name, if its host is below one of ours. */
  Optional<FallbackZone> find(Name name) {
    return suffixes.stream()
        .filter(name::subdomain)
        .flatMap(suffix -> host(name, suffix).stream())
        .findFirst()
        .map(host -> new FallbackZone(host, nameServers, published));
  }

  /** Returns what stands between the last {@code _torrent} and the suffix, at least one label. */
  private static Optional<String> host(Name name, Name suffix) {
    for (int label = name.labels() - suffix.labels() - 2; label >= 0; label--) {
      if (name.getLabelString(label).equalsIgnoreCase(RequestHash.ZONE_LABEL)) {
        String host = new Name(name, label + 1).toString(true).toLowerCase(Locale.ROOT);
        return Optional.of(host).filter(text -> HOST.matcher(text).matches());
      }
    }
    return Optional.empty();
  }
}
