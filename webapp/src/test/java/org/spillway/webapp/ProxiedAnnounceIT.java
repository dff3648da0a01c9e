package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.TrackerConfig;
import org.spillway.webapp.config.Values;

/** The HTTP tracker behind a proxy, whose part the test plays. */
class ProxiedAnnounceIT {
  private static final int PORT = 4660;
  private static final String FORWARDED = "203.0.113.7";

  /** The address of a peer, in the form of BEP 23. */
  private static final String PEER = compact(203, 0, 113, 7);

  private static final String LOOPBACK_PEER = compact(127, 0, 0, 1);

  @TempDir private Path folder;

  private Values values;

  @BeforeEach
  void create() throws Exception {
    values = new TestSite(folder).values().set(TrackerConfig.POLICY, "open");
  }

  /** With the port of the first peer. */
  private static String compact(int... address) {
    var peer = new StringBuilder();
    IntStream.of(address).forEach(octet -> peer.append((char) octet));
    return peer.append((char) (PORT >> 8)).append((char) (PORT & 0xff)).toString();
  }

  private static String announce(int port, int peerPort, String... headers) throws Exception {
    var url =
        "http://127.0.0.1:%d/announce?info_hash=%s&peer_id=%s&port=%d&uploaded=0&downloaded=0"
            + "&left=1&compact=1";
    var response =
        TestSite.get(url.formatted(port, "%01".repeat(20), "a".repeat(20), peerPort), headers);
    return new String(response.body(), ISO_8859_1);
  }

  /** What a second peer is told of the first. */
  private String told() throws Exception {
    var config = Config.of(values);
    try (var server = Server.start(config, Server.bindHttp(config))) {
      int port = server.ports().http().orElseThrow();
      announce(port, PORT, "X-Forwarded-For", FORWARDED);
      return announce(port, PORT + 1);
    }
  }

  @Test
  void announce_throughTrustedProxy_isTheClients() throws Exception {
    values.set(HttpConfig.TRUSTED_PROXIES, "127.0.0.0/8, ::1");
    assertThat(told()).contains(PEER).doesNotContain(LOOPBACK_PEER);
  }

  @Test
  void announce_throughAnybodyElse_isTheirOwn() throws Exception {
    values.set(HttpConfig.TRUSTED_PROXIES, "10.0.0.0/8");
    assertThat(told()).contains(LOOPBACK_PEER).doesNotContain(PEER);
  }

  @Test
  void announce_nobodyTrusted() throws Exception {
    assertThat(told()).contains(LOOPBACK_PEER).doesNotContain(PEER);
  }
}
