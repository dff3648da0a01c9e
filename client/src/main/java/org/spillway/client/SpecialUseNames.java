package org.spillway.client;

import java.util.Locale;
import java.util.regex.Pattern;

/** Knows the hosts that public DNS cannot know (RFC 6761), so that it is not asked about them. */
final class SpecialUseNames {
  /** An address; or a name under {@code localhost}, {@code local} or {@code onion}. */
  private static final Pattern LOCAL =
      Pattern.compile("\\[.*]|[0-9.]+|(.*\\.)?(localhost|local|onion)\\.?");

  private SpecialUseNames() {}

  /**
   * Returns whether a host is an address or has a special-use name (RFC 6761, 6762, 7686).
   *
   * @param host the host as it stands in a URL
   */
  static boolean isLocal(String host) {
    return LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
