package org.spillway.torrent.signature;

import java.util.List;
import java.util.Locale;

/**
 * Names of hosts as certificates have them: {@code *.} at the beginning stands for one label (RFC
 * 9525 §6.3).
 *
 * @param names the names in lower case
 */
public record HostNames(List<String> names) {
  private static final String WILDCARD = "*.";

  public HostNames {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().toList();
  }

  /**
   * Returns whether the names cover a host.
   *
   * @param host the host in lower case, without a final dot; one that begins with an asterisk is
   *     covered by itself alone
   */
  public boolean cover(String host) {
    return names.stream().anyMatch(name -> covers(name, host));
  }

  private static boolean covers(String name, String host) {
    int dot = host.indexOf('.');
    boolean isBelow =
        name.startsWith(WILDCARD)
            && name.indexOf('.', WILDCARD.length()) > 0
            && dot > 0
            && !host.startsWith(WILDCARD)
            && host.substring(dot).equals(name.substring(1));
    return isBelow || name.equals(host);
  }
}
