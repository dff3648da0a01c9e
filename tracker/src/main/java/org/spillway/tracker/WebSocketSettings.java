package org.spillway.tracker;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * The tracker's WebSocket door.
 *
 * @param enabled whether there is one
 * @param maxSockets open at a time; a silent one takes about 4 KB of heap in {@code serve}
 * @param maxSocketsPerAddress of one IPv4 address or one IPv6 /64; many users can stand behind one
 *     address of a provider
 * @param interval after which peers are asked to announce again, with new offers
 */
@RecordBuilder
public record WebSocketSettings(
    boolean enabled, int maxSockets, int maxSocketsPerAddress, Duration interval)
    implements WebSocketSettingsBuilder.With {
  public static final WebSocketSettings DEFAULT =
      new WebSocketSettings(true, 20_000, 1_000, Duration.ofMinutes(2));

  /** Swarms that a socket is in, on the average of all sockets. */
  private static final int PEERS_PER_SOCKET = 10;

  public WebSocketSettings {
    SettingRange.expect(maxSockets >= 1, "maxSockets", "1 or more", maxSockets);
    SettingRange.expect(
        maxSocketsPerAddress >= 1, "maxSocketsPerAddress", "1 or more", maxSocketsPerAddress);
    SettingRange.expect(
        interval.compareTo(Duration.ofSeconds(1)) >= 0
            && interval.compareTo(Duration.ofHours(1)) <= 0,
        "interval",
        "1 s to 1 h",
        interval);
  }

  /** Peers in all swarms; one takes about 250 bytes. */
  int maxPeers() {
    return (int) Math.min(Integer.MAX_VALUE, (long) PEERS_PER_SOCKET * maxSockets);
  }

  /**
   * A peer that did not announce itself for so long has left the swarm, though its socket stays.
   */
  Duration peerTimeout() {
    return interval.multipliedBy(3);
  }
}
