package org.spillway.webapp.config;

import java.time.Duration;
import org.spillway.tracker.TrackerLimits;
import org.spillway.tracker.TrackerPolicy;
import org.spillway.tracker.TrackerSettings;
import org.spillway.tracker.WebSocketSettings;

/** Reads {@code tracker.*}. */
final class TrackerConfig {
  private static final int MOST_PEERS = 5_000;

  private TrackerConfig() {}

  static TrackerSettings read(Values values) throws ConfigException {
    var interval = values.duration(Key.TRACKER_INTERVAL);
    return new TrackerSettings(
            values.text(Key.TRACKER_HOST),
            values.port(Key.TRACKER_UDP_PORT),
            true,
            values.oneOf(Key.TRACKER_POLICY, TrackerPolicy.class),
            values.text(Key.TRACKER_STORE),
            interval,
            minInterval(values, interval),
            peerTimeout(values, interval),
            values.number(Key.TRACKER_NUM_WANT, 0, MOST_PEERS),
            values.number(Key.TRACKER_MAX_NUM_WANT, 0, MOST_PEERS))
        .withLimits(trackerLimits(values))
        .withWebSocket(webSocket(values));
  }

  private static Duration minInterval(Values values, Duration interval) throws ConfigException {
    if (!values.text(Key.TRACKER_MIN_INTERVAL).isEmpty()) {
      return values.duration(Key.TRACKER_MIN_INTERVAL);
    }
    var usual = TrackerSettings.DEFAULT.minInterval();
    return interval.compareTo(usual) < 0 ? interval : usual;
  }

  private static Duration peerTimeout(Values values, Duration interval) throws ConfigException {
    if (!values.text(Key.TRACKER_PEER_TIMEOUT).isEmpty()) {
      return values.duration(Key.TRACKER_PEER_TIMEOUT);
    }
    var usual = interval.multipliedBy(3).dividedBy(2);
    return usual.compareTo(TrackerSettings.LONGEST) < 0 ? usual : TrackerSettings.LONGEST;
  }

  private static TrackerLimits trackerLimits(Values values) throws ConfigException {
    var defaults = TrackerLimits.DEFAULT;
    return new TrackerLimits(
        values.number(Key.TRACKER_MAX_PEERS_PER_ADDRESS, 0, TrackerLimits.MOST_PER_ADDRESS),
        defaults.peers(),
        defaults.swarms());
  }

  private static WebSocketSettings webSocket(Values values) throws ConfigException {
    return WebSocketSettings.DEFAULT
        .withEnabled(values.flag(Key.TRACKER_WEBSOCKET_ENABLED))
        .withMaxSockets(values.number(Key.TRACKER_WEBSOCKET_MAX_SOCKETS, 1, 10_000_000))
        .withMaxSocketsPerAddress(
            values.number(Key.TRACKER_WEBSOCKET_MAX_SOCKETS_PER_ADDRESS, 1, 10_000_000));
  }
}
