package org.spillway.tracker;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Configures the tracker's WebSocket door.
 *
 * @param enabled whether there is such a door
 * @param maxSockets the most sockets that are open at a time; a silent one takes about 4 KB of heap
 *     in {@code serve}
 * @param maxSocketsPerAddress the most sockets of one IPv4 address or one IPv6 /64; many users can
 *     be behind one address of a provider
 * @param interval how long peers are asked to wait before they announce again, with new offers
 */
@RecordBuilder
public record WebSocketSettings(
    boolean enabled, int maxSockets, int maxSocketsPerAddress, Duration interval)
    implements WebSocketSettingsBuilder.With {
  public static final WebSocketSettings DEFAULT =
      new WebSocketSettings(true, 20_000, 1_000, Duration.ofMinutes(2));

  /** The number of swarms that a socket is in, averaged over all sockets. */
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

  /** Returns the most peers in all swarms; one takes about 250 bytes. */
  int maxPeers() {
    return (int) Math.min(Integer.MAX_VALUE, (long) PEERS_PER_SOCKET * maxSockets);
  }

  /**
   * Returns how long after its last announce a peer has left the swarm, though its socket stays.
   */
  Duration peerTimeout() {
    return interval.multipliedBy(3);
  }
}
