package org.spillway.client;

import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts that public DNS knows nothing of, and that it is not to learn from us. */
final class SpecialUseNames {
  /** An address; or a name under {@code localhost}, {@code local} or {@code onion}. */
  private static final Pattern LOCAL =
      Pattern.compile("\\[.*]|[0-9.]+|(.*\\.)?(localhost|local|onion)\\.?");

  private SpecialUseNames() {}

  /**
   * Whether a host is an address, or has a name with a meaning of its own (RFC 6761, 6762, 7686).
   *
   * @param host as it stands in a URL
   */
  static boolean isLocal(String host) {
    return LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
