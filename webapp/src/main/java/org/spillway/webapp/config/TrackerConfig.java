package org.spillway.webapp.config;

import java.time.Duration;
import java.util.List;
import org.spillway.tracker.TrackerLimits;
import org.spillway.tracker.TrackerPolicy;
import org.spillway.tracker.TrackerSettings;
import org.spillway.tracker.WebSocketSettings;

/** The keys of the tracker. */
public final class TrackerConfig {
  private static final TrackerSettings DEFAULT = TrackerSettings.DEFAULT;
  private static final WebSocketSettings WEB_SOCKET = DEFAULT.webSocket();
  private static final int MOST_SOCKETS = 10_000_000;

  public static final Key<Boolean> ENABLED =
      Key.of(
          "tracker.enabled",
          Kinds.flag(),
          true,
          "whether to track our torrents, over HTTP and WebSocket at /announce and over UDP");

  public static final Key<String> HOST =
      Key.of(
          "tracker.host",
          Kinds.text("an address"),
          DEFAULT.host(),
          "address that the UDP tracker listens on");

  public static final Key<Integer> UDP_PORT =
      Key.of(
          "tracker.udp-port",
          Kinds.port(),
          DEFAULT.udpPort(),
          "port of the UDP tracker; 0 takes a free one");

  public static final Key<TrackerPolicy> POLICY =
      Key.of(
          "tracker.policy",
          Kinds.oneOf(TrackerPolicy.class),
          DEFAULT.policy(),
          "which torrents are tracked");

  static final Key<Integer> MAX_PEERS_PER_ADDRESS =
      Key.of(
          "tracker.max-peers-per-address",
          Kinds.number(0, TrackerLimits.MOST_PER_ADDRESS),
          DEFAULT.limits().peersPerAddress(),
          "peers that one IPv4 address or IPv6 /64 may have in a swarm; 0 = no limit");

  static final Key<Duration> INTERVAL =
      Key.of(
          "tracker.interval",
          Times.between(Duration.ofSeconds(1), TrackerSettings.LONGEST),
          DEFAULT.interval(),
          "how often peers are asked to announce themselves");

  static final Key<Duration> MIN_INTERVAL =
      Key.optional(
          "tracker.min-interval",
          Times.between(Duration.ZERO, TrackerSettings.LONGEST),
          "the shortest time between two announces of a peer; default: %s, or tracker.interval if that is shorter"
              .formatted(Times.print(DEFAULT.minInterval())));

  static final Key<Duration> PEER_TIMEOUT =
      Key.optional(
          "tracker.peer-timeout",
          Times.between(Duration.ofSeconds(1), TrackerSettings.LONGEST),
          "how long a silent peer is remembered; default: 1.5 times tracker.interval");

  static final Key<Integer> NUM_WANT =
      Key.of(
          "tracker.num-want",
          Kinds.number(0, TrackerSettings.MOST_PEERS),
          DEFAULT.numWant(),
          "peers given to a client that does not say how many it wants");

  static final Key<Integer> MAX_NUM_WANT =
      Key.of(
          "tracker.max-num-want",
          Kinds.number(0, TrackerSettings.MOST_PEERS),
          DEFAULT.maxNumWant(),
          "the most peers that a client is given");

  static final Key<String> STORE =
      Key.of(
          "tracker.store",
          Kinds.checked("memory:", TrackerConfig::store, text -> text),
          DEFAULT.store(),
          "where swarms are kept");

  static final Key<Boolean> WEBSOCKET_ENABLED =
      Key.of(
          "tracker.websocket.enabled",
          Kinds.flag(),
          WEB_SOCKET.enabled(),
          "whether browsers are tracked over WebSocket");

  static final Key<Integer> WEBSOCKET_MAX_SOCKETS =
      Key.of(
          "tracker.websocket.max-sockets",
          Kinds.number(1, MOST_SOCKETS),
          WEB_SOCKET.maxSockets(),
          "WebSockets open at a time; about 4 KB each");

  static final Key<Integer> WEBSOCKET_MAX_SOCKETS_PER_ADDRESS =
      Key.of(
          "tracker.websocket.max-sockets-per-address",
          Kinds.number(1, MOST_SOCKETS),
          WEB_SOCKET.maxSocketsPerAddress(),
          "WebSockets open at a time from one IPv4 address or IPv6 /64");

  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          HOST,
          UDP_PORT,
          POLICY,
          MAX_PEERS_PER_ADDRESS,
          INTERVAL,
          MIN_INTERVAL,
          PEER_TIMEOUT,
          NUM_WANT,
          MAX_NUM_WANT,
          STORE,
          WEBSOCKET_ENABLED,
          WEBSOCKET_MAX_SOCKETS,
          WEBSOCKET_MAX_SOCKETS_PER_ADDRESS);

  private TrackerConfig() {}

  static TrackerSettings read(Reading reading) {
    var interval = reading.value(INTERVAL);
    int maxNumWant = reading.value(MAX_NUM_WANT);
    return new TrackerSettings(
            reading.value(HOST),
            reading.value(UDP_PORT),
            true,
            reading.value(POLICY),
            reading.value(STORE),
            interval,
            minInterval(reading, interval),
            peerTimeout(reading, interval),
            numWant(reading, maxNumWant),
            maxNumWant)
        .withLimits(limits(reading))
        .withWebSocket(webSocket(reading));
  }

  private static Duration minInterval(Reading reading, Duration interval) {
    var given = reading.given(MIN_INTERVAL).orElse(DEFAULT.minInterval());
    if (given.compareTo(interval) <= 0) {
      return given;
    }
    if (reading.isSet(MIN_INTERVAL) && reading.areReadable(MIN_INTERVAL, INTERVAL)) {
      reading.wrong(MIN_INTERVAL, notLonger(INTERVAL, interval, given));
    }
    return interval;
  }

  private static Duration peerTimeout(Reading reading, Duration interval) {
    var usual = interval.multipliedBy(3).dividedBy(2);
    var most = TrackerSettings.LONGEST;
    var given = reading.given(PEER_TIMEOUT).orElse(usual.compareTo(most) < 0 ? usual : most);
    if (given.compareTo(interval) >= 0) {
      return given;
    }
    if (reading.areReadable(PEER_TIMEOUT, INTERVAL)) {
      reading.wrong(
          PEER_TIMEOUT,
          "must be at least %s, which is %s, was %s"
              .formatted(INTERVAL, Times.print(interval), Times.print(given)));
    }
    return interval;
  }

  private static String notLonger(Key<?> limit, Duration most, Duration given) {
    return "must be at most %s, which is %s, was %s"
        .formatted(limit, Times.print(most), Times.print(given));
  }

  private static int numWant(Reading reading, int maxNumWant) {
    int given = reading.value(NUM_WANT);
    if (given <= maxNumWant) {
      return given;
    }
    if (reading.areReadable(NUM_WANT, MAX_NUM_WANT)) {
      if (reading.isSet(NUM_WANT)) {
        String most = "must be at most %s, which is %d, was %d";
        reading.wrong(NUM_WANT, most.formatted(MAX_NUM_WANT, maxNumWant, given));
      } else {
        String least = "must be at least %s, which is %d, was %d";
        reading.wrong(MAX_NUM_WANT, least.formatted(NUM_WANT, given, maxNumWant));
      }
    }
    return maxNumWant;
  }

  private static String store(String text) {
    if (!TrackerSettings.isStore(text)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static TrackerLimits limits(Reading reading) {
    var defaults = DEFAULT.limits();
    return new TrackerLimits(
        reading.value(MAX_PEERS_PER_ADDRESS), defaults.peers(), defaults.swarms());
  }

  private static WebSocketSettings webSocket(Reading reading) {
    return WEB_SOCKET
        .withEnabled(reading.value(WEBSOCKET_ENABLED))
        .withMaxSockets(reading.value(WEBSOCKET_MAX_SOCKETS))
        .withMaxSocketsPerAddress(reading.value(WEBSOCKET_MAX_SOCKETS_PER_ADDRESS));
  }
}
