package org.spillway.dns.guard;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.HexFormat;
import java.util.List;

/**
 * Says how the name server protects itself and others.
 *
 * @param cookieSecrets one or two secrets of 32 hex digits each, the same at all servers of a zone.
 *     Cookies are made with the first one; those made with the second one are accepted, too. With
 *     none, the server generates its own
 * @param rateLimit the limits for clients without a cookie
 */
@RecordBuilder
public record GuardSettings(List<String> cookieSecrets, RateLimitSettings rateLimit)
    implements GuardSettingsBuilder.With {
  public static final GuardSettings DEFAULT =
      new GuardSettings(List.of(), RateLimitSettings.DEFAULT);

  public GuardSettings {
    cookieSecrets = List.copyOf(cookieSecrets);
    boolean good = cookieSecrets.stream().allMatch(s -> s.matches("[0-9a-fA-F]{32}"));
    if (!good || cookieSecrets.size() > 2) {
      // The value is left out, because it is a secret.
      throw new IllegalArgumentException(
          "cookieSecrets must be at most two secrets of 32 hex digits each");
    }
  }

  List<byte[]> secrets() {
    return cookieSecrets.stream().map(HexFormat.of()::parseHex).toList();
  }
}
