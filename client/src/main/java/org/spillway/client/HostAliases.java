package org.spillway.client;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names that a host is an alias of (CNAME, RFC 1034 §3.6.2), one after the other: the records
 * of a host that cannot delegate {@code _torrent} may stand below the name that it leads to. For
 * one thread.
 */
final class HostAliases {
  /** Longer chains are no good sign; they may also lead back to where they began. */
  private static final int MOST = 8;

  /** Leaves room for what stands before the host: 255 bytes are the longest name. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,190}");

  private final DnsClient servers;
  private String host;
  private int left = MOST;

  HostAliases(String host, DnsClient servers) {
    this.host = host;
    this.servers = servers;
  }

  /**
   * The next one.
   *
   * @return absent if the host is no alias, if it is not known, or if there are too many
   */
  Optional<DnsClient.Alias> next() throws DownloadException {
    if (left == 0 || SpecialUseNames.isLocal(host)) {
      return Optional.empty();
    }
    left--;
    var next =
        servers
            .alias(host)
            .filter(alias -> HOST.matcher(alias.host()).matches())
            .filter(alias -> !SpecialUseNames.isLocal(alias.host()));
    next.ifPresent(alias -> host = alias.host());
    return next;
  }
}
