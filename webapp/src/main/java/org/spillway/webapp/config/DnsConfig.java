package org.spillway.webapp.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.spillway.dns.DnsSettings;
import org.spillway.dns.TcpSettings;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimitSettings;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.update.UpdateSettings;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.torrent.fallback.FallbackProfile;

/** The keys of the name server. */
final class DnsConfig {
  private DnsConfig() {}

  /**
   * @param publicHosts whose zones are served if no others are set
   */
  static DnsSettings read(Values values, List<String> publicHosts, Path stateDir)
      throws ConfigException {
    var zones = values.list(Key.DNS_ZONE);
    if (zones.isEmpty() && publicHosts.get(0).startsWith("[")) {
      throw new ConfigException(
          "%s: %s is no host name; set the host whose zone is served, or %s=false"
              .formatted(Key.DNS_ZONE, publicHosts.get(0), Key.DNS_ENABLED));
    }
    var transfer =
        TransferSettings.parse(
            values.list(Key.DNS_TRANSFER),
            values.list(Key.DNS_TSIG_KEYS),
            values.list(Key.DNS_NOTIFY));
    return new DnsSettings(
        values.list(Key.DNS_HOST),
        values.port(Key.DNS_PORT),
        zones.isEmpty() ? publicHosts : zones,
        values.list(Key.DNS_NAME_SERVERS),
        new RecordSettings(
            values.duration(Key.DNS_TTL),
            values.number(Key.DNS_MAX_TORRENT, 0, Integer.MAX_VALUE),
            values.oneOf(Key.DNS_PROFILE, FallbackProfile.class)),
        new TcpSettings(
            values.number(Key.DNS_TCP_CONNECTIONS, 1, Integer.MAX_VALUE),
            values.number(Key.DNS_TCP_CONNECTIONS_PER_CLIENT, 1, Integer.MAX_VALUE),
            values.duration(Key.DNS_TCP_IDLE)),
        values.text(Key.DNS_VERSION),
        new GuardSettings(values.list(Key.DNS_COOKIE_SECRETS), rateLimit(values)),
        transfer,
        new DnssecSettings(
            values.flag(Key.DNS_DNSSEC), stateDir.resolve("dnssec"), signingKeys(values)),
        UpdateSettings.parse(
            values.list(Key.DNS_UPDATE),
            values.text(Key.DNS_UPDATE_ZONE),
            transfer.keys(),
            stateDir.resolve("dns-update")));
  }

  private static Set<Integer> signingKeys(Values values) throws ConfigException {
    Set<Integer> tags = new HashSet<>();
    for (String tag : values.list(Key.DNS_DNSSEC_SIGNING_KEY)) {
      if (!tag.matches("\\d{1,5}")) {
        throw values.wrong(Key.DNS_DNSSEC_SIGNING_KEY, "the tag of a key, 0 to 65535");
      }
      tags.add(Integer.valueOf(tag));
    }
    return tags;
  }

  private static RateLimitSettings rateLimit(Values values) throws ConfigException {
    return new RateLimitSettings(
        values.number(Key.DNS_RATE_LIMIT, 0, Integer.MAX_VALUE),
        values.number(Key.DNS_RATE_SLIP, 0, 100),
        values.number(Key.DNS_RATE_PREFIX_V4, 1, 32),
        values.number(Key.DNS_RATE_PREFIX_V6, 1, 128),
        RateLimitSettings.blocks(values.list(Key.DNS_RATE_EXEMPT)));
  }
}
