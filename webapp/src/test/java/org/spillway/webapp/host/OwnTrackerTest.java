package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.net.IpAddresses;

class OwnTrackerTest {
  private static final InetAddress OURS = address("192.0.2.1");
  private static final Map<String, InetAddress> NAMES =
      Map.of(
          "alias.example.org", OURS,
          "192.0.2.1", OURS,
          "other.example.org", address("192.0.2.2"));

  private final OwnTracker tracker =
      new OwnTracker(
          "dl.example.org",
          Set.of(8080, 443),
          OptionalInt.of(6969),
          Set.of(OURS),
          OwnTrackerTest::find);

  private static InetAddress address(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }

  private static InetAddress[] find(String host) throws UnknownHostException {
    var address = NAMES.get(host);
    if (address == null) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {address};
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp://dl.example.org:6969",
        "udp://DL.example.org:6969/announce",
        "udp://192.0.2.1:6969",
        "udp://alias.example.org:6969",
        "http://alias.example.org:8080/announce",
        "https://dl.example.org/announce",
        "wss://dl.example.org/announce",
        "ws://dl.example.org:8080/announce"
      })
  void test_ours(String url) {
    assertThat(tracker.test(URI.create(url))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp://dl.example.org:6970",
        "udp://dl.example.org",
        "udp://other.example.org:6969",
        "udp://unknown.example.org:6969",
        "udp://dl.example.org:8080",
        "http://dl.example.org/announce",
        "http://dl.example.org:6969/announce"
      })
  void test_others(String url) {
    assertThat(tracker.test(URI.create(url))).isFalse();
  }

  @Test
  void others_inOrder() {
    var urls = List.of("udp://b.example:1", "udp://dl.example.org:6969", "udp://a.example:1");
    assertThat(tracker.others(urls.stream().map(URI::create).toList()))
        .containsExactly("udp://b.example:1", "udp://a.example:1");
  }
}
