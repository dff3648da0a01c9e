package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrackerSettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void settings_udpPortOutOfRange() {
    assertRefused(
        () -> settings(70_000, MINUTE, MINUTE, MINUTE, 50, 200),
        "udpPort must be 0 to 65535, was 70000");
  }

  @Test
  void settings_intervalTooShort() {
    assertRefused(
        () -> settings(0, Duration.ZERO, MINUTE, MINUTE, 50, 200),
        "interval must be 1 s to 12 h, was PT0S");
  }

  @Test
  void settings_minIntervalAboveInterval() {
    assertRefused(
        () -> settings(0, MINUTE, MINUTE.plusSeconds(1), MINUTE, 50, 200),
        "minInterval must be 0 to the interval, was PT1M1S");
  }

  @Test
  void settings_timeoutBelowInterval() {
    assertRefused(
        () -> settings(0, MINUTE, MINUTE, Duration.ofSeconds(59), 50, 200),
        "peerTimeout must be the interval to 12 h, was PT59S");
  }

  @Test
  void settings_numWantAboveMost() {
    assertRefused(
        () -> settings(0, MINUTE, MINUTE, MINUTE, 201, 200),
        "numWant must be 0 to maxNumWant, was 201");
    assertRefused(
        () -> settings(0, MINUTE, MINUTE, MINUTE, 0, -1), "maxNumWant must be 0 to 5000, was -1");
  }

  @Test
  void limits_outOfRange() {
    assertRefused(
        () -> new TrackerLimits(10_001, 1, 1), "peersPerAddress must be 0 to 10000, was 10001");
    assertRefused(() -> new TrackerLimits(0, 0, 1), "peers must be 1 or more, was 0");
    assertRefused(() -> new TrackerLimits(0, 1, 0), "swarms must be 1 or more, was 0");
  }

  @Test
  void withLimits_changesNothingElse() {
    var limits = new TrackerLimits(1, 2, 3);
    var settings = settings(0, MINUTE, MINUTE, MINUTE, 50, 200);
    assertThat(settings.limits()).isEqualTo(TrackerLimits.DEFAULT);
    assertThat(settings.withLimits(limits).limits()).isEqualTo(limits);
    assertThat(settings.withLimits(limits).withLimits(TrackerLimits.DEFAULT)).isEqualTo(settings);
  }

  @Test
  void withWebSocket_changesNothingElse() {
    var webSocket = WebSocketSettings.DEFAULT.withMaxSockets(7).withMaxSocketsPerAddress(3);
    var settings = settings(0, MINUTE, MINUTE, MINUTE, 50, 200);
    assertThat(settings.withWebSocket(webSocket).webSocket())
        .isEqualTo(new WebSocketSettings(true, 7, 3, Duration.ofMinutes(2)));
    assertThat(settings.withWebSocket(webSocket).withWebSocket(WebSocketSettings.DEFAULT))
        .isEqualTo(settings);
  }

  @Test
  void webSocket_outOfRange() {
    assertRefused(
        () -> WebSocketSettings.DEFAULT.withMaxSockets(0), "maxSockets must be 1 or more, was 0");
    assertRefused(
        () -> WebSocketSettings.DEFAULT.withMaxSocketsPerAddress(0),
        "maxSocketsPerAddress must be 1 or more, was 0");
    assertRefused(
        () -> new WebSocketSettings(true, 1, 1, Duration.ZERO),
        "interval must be 1 s to 1 h, was PT0S");
  }

  private static void assertRefused(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static TrackerSettings settings(
      int port, Duration interval, Duration min, Duration timeout, int numWant, int maxNumWant) {
    return new TrackerSettings(
        "127.0.0.1",
        port,
        true,
        TrackerPolicy.OURS,
        "memory:",
        interval,
        min,
        timeout,
        numWant,
        maxNumWant);
  }
}
