package org.spillway.dns.guard;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.HexFormat;
import java.util.List;

/**
 * @param cookieSecrets 32 hex digits each: cookies are made with the first, those made with the
 *     second are good as well; all servers of a zone have the same. None for one of our own.
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
      // Not the value: it is a secret.
      throw new IllegalArgumentException("cookieSecrets must be one or two, of 32 hex digits each");
    }
  }

  List<byte[]> secrets() {
    return cookieSecrets.stream().map(HexFormat.of()::parseHex).toList();
  }
}
