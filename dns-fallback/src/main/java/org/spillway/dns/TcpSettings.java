package org.spillway.dns;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Limits how much of the server TCP connections may take (RFC 7766 §6.2).
 *
 * @param connections the most connections at a time; further ones are closed at once
 * @param perClient the most connections of one address at a time
 * @param idle how long a connection may be idle; a day at most
 */
@RecordBuilder
public record TcpSettings(int connections, int perClient, Duration idle)
    implements TcpSettingsBuilder.With {
  /**
   * The longest idle time that may be set. This constant must stand before the default, which is
   * checked with it.
   */
  public static final Duration MAX_IDLE = Duration.ofDays(1);

  public static final TcpSettings DEFAULT = new TcpSettings(1000, 100, Duration.ofSeconds(10));

  public TcpSettings {
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be 1 or more, was " + connections);
    }
    if (perClient < 1) {
      throw new IllegalArgumentException("perClient must be 1 or more, was " + perClient);
    }
    if (idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("idle must be greater than 0, was " + idle);
    }
    if (idle.compareTo(MAX_IDLE) > 0) {
      throw new IllegalArgumentException("idle must be at most a day, was " + idle);
    }
  }

  public TcpSettings withConnections(int connections, int perClient) {
    return withConnections(connections).withPerClient(perClient);
  }
}
