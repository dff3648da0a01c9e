package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.PublicUrls;

class FallbackReachTest {
  private static final Map<String, String> ADDRESSES =
      Map.of(
          "dl.example.org", "192.0.2.1",
          "tracker.example.org", "192.0.2.1",
          "dl2.example.net", "198.51.100.1");

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    String address = ADDRESSES.get(host);
    if (address == null) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getAllByName(address);
  }

  private static Optional<String> warning(
      List<String> trackers, List<String> seeds, Mirror... mirrors) {
    var base = URI.create("http://dl.example.org");
    var tiers = trackers.stream().map(List::of).toList();
    var urls = new PublicUrls(base, tiers, seeds, List.of(mirrors));
    return new FallbackReach(List.of("dl.example.org"), urls, FallbackReachTest::lookUp).warning();
  }

  @Test
  void warning_oneHost() {
    assertThat(
            warning(
                List.of("http://dl.example.org/announce", "udp://DL.example.org.:6969"),
                List.of("http://dl.example.org:8080/seed")))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .startsWith("dns.zone: when dl.example.org is down")
                    .contains("tracker.public-urls", "http.seed-urls", "content.mirrors"));
  }

  /** Another name of the same machine is no second one. */
  @Test
  void warning_otherNameOfTheHost() {
    assertThat(
            warning(
                List.of("udp://tracker.example.org:6969"), List.of("http://dl.example.org/seed")))
        .isPresent();
  }

  @Test
  void warning_noUrls() {
    assertThat(warning(List.of(), List.of())).isPresent();
  }

  @Test
  void warning_secondNode() {
    var seeds = List.of("http://dl.example.org/seed");
    assertThat(
            warning(
                List.of("http://dl.example.org/announce", "http://dl2.example.net/announce"),
                seeds))
        .isEmpty();
    assertThat(warning(List.of(), seeds, Mirror.of("http://mirror.invalid/pub"))).isEmpty();
  }
}
