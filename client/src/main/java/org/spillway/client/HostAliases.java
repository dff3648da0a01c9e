package org.spillway.client;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Follows the names that a host is an alias of (CNAME, RFC 1034 §3.6.2): the records of a host that
 * cannot delegate {@code _torrent} may stand below the name that it leads to. For use by one
 * thread.
 */
final class HostAliases {
  /**
   * The longest chain of aliases that is followed. Longer ones may lead back to where they began.
   */
  private static final int MOST = 8;

  /** A host that leaves room for the labels before it: the longest name has 255 bytes. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,190}");

  private final DnsClient servers;
  private String host;
  private int left = MOST;

  HostAliases(String host, DnsClient servers) {
    this.host = host;
    this.servers = servers;
  }

  /**
   * Returns the next name.
   *
   * @return an empty result if the host is no alias, if it is not known, or if there are too many
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
