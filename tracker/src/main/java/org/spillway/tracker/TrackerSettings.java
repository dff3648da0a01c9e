package org.spillway.tracker;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Configures the tracker and its doors.
 *
 * @param host the address on which the UDP door listens; 0.0.0.0 stands for all addresses of both
 *     families
 * @param udpPort the UDP port; 0 lets the system choose a free one
 * @param udpEnabled whether there is a UDP door
 * @param policy the torrents for which announces are accepted
 * @param store the store of the swarms: {@code memory:}
 * @param interval how long peers are asked to wait before they announce again
 * @param minInterval how long peers must wait at least; zero leaves that out
 * @param peerTimeout how long after its last announce a peer is dropped; 12 hours at most
 * @param numWant how many peers are given to a peer that does not say how many it wants
 * @param maxNumWant the most peers in an answer; over UDP never more than fit one packet
 * @param limits the limits of what is kept in memory
 * @param webSocket the door for browsers
 */
@RecordBuilder
public record TrackerSettings(
    String host,
    int udpPort,
    boolean udpEnabled,
    TrackerPolicy policy,
    String store,
    Duration interval,
    Duration minInterval,
    Duration peerTimeout,
    int numWant,
    int maxNumWant,
    TrackerLimits limits,
    WebSocketSettings webSocket)
    implements TrackerSettingsBuilder.With {
  /** The longest interval and time-out. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /** The highest setting of {@code maxNumWant}. */
  public static final int MOST_PEERS = 5_000;

  public static final TrackerSettings DEFAULT =
      new TrackerSettings(
          "0.0.0.0",
          6969,
          true,
          TrackerPolicy.OURS,
          "memory:",
          Duration.ofMinutes(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(45),
          50,
          200);

  public TrackerSettings {
    SettingRange.expect(isStore(store), "store", SwarmStores.MEMORY, store);
    SettingRange.expect(udpPort >= 0 && udpPort <= 65535, "udpPort", "0 to 65535", udpPort);
    SettingRange.expect(
        isBetween(interval, Duration.ofSeconds(1), LONGEST), "interval", "1 s to 12 h", interval);
    SettingRange.expect(
        isBetween(minInterval, Duration.ZERO, interval),
        "minInterval",
        "0 to the interval",
        minInterval);
    SettingRange.expect(
        isBetween(peerTimeout, interval, LONGEST),
        "peerTimeout",
        "the interval to 12 h",
        peerTimeout);
    SettingRange.expect(
        maxNumWant >= 0 && maxNumWant <= MOST_PEERS,
        "maxNumWant",
        "0 to " + MOST_PEERS,
        maxNumWant);
    SettingRange.expect(
        numWant >= 0 && numWant <= maxNumWant, "numWant", "0 to maxNumWant", numWant);
  }

  /** Makes settings with {@link TrackerLimits#DEFAULT} and {@link WebSocketSettings#DEFAULT}. */
  public TrackerSettings(
      String host,
      int udpPort,
      boolean udpEnabled,
      TrackerPolicy policy,
      String store,
      Duration interval,
      Duration minInterval,
      Duration peerTimeout,
      int numWant,
      int maxNumWant) {
    this(
        host,
        udpPort,
        udpEnabled,
        policy,
        store,
        interval,
        minInterval,
        peerTimeout,
        numWant,
        maxNumWant,
        TrackerLimits.DEFAULT,
        WebSocketSettings.DEFAULT);
  }

  /** Returns whether there is such a kind of store for swarms. */
  public static boolean isStore(String text) {
    return text.equals(SwarmStores.MEMORY);
  }

  private static boolean isBetween(Duration value, Duration from, Duration to) {
    return value.compareTo(from) >= 0 && value.compareTo(to) <= 0;
  }
}
