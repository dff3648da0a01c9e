package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.testing.Program;

/** BIND's dig and Knot's kdig fetch a zone. */
@Timeout(120)
class TransferIT {
  private static final String SECRET = "c2VjcmV0IG9mIG91cnMgYW5kIG9mIHRoZWlycw==";
  private static final String WRONG = "bm90IHRoaXMgb25l";

  private final PublishedRecords published = TestTorrents.published(SMALL, MEDIUM, LARGE);
  private final Deque<DnsFallback> running = new ArrayDeque<>();

  @AfterEach
  void close() {
    running.forEach(DnsFallback::close);
  }

  private void serve(String... allowed) throws IOException {
    var keys = new ArrayList<String>();
    for (var algorithm : List.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512")) {
      keys.add("%s:hmac-%s:%s".formatted(algorithm, algorithm, SECRET));
    }
    var settings =
        DnsSettings.DEFAULT
            .withPort("127.0.0.1", 0)
            .withZones(List.of(TestTorrents.HOST))
            .withTransfer(TransferSettings.parse(List.of(allowed), keys, List.of()));
    running.add(DnsFallback.start(settings, published));
  }

  /** Returns the output of dig or kdig, which end with different codes where a transfer fails. */
  private String ask(int code, String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(
        List.of("@127.0.0.1", "-p", String.valueOf(running.element().port()), "+time=10"));
    command.addAll(List.of(arguments));
    return Program.run(code, command.toArray(String[]::new));
  }

  private static long torrents(String output) {
    return output.lines().filter(line -> line.matches("[0-9a-f]{40}\\._torrent.*TXT.*")).count();
  }

  private static long soas(String output) {
    return output.lines().filter(line -> line.matches("_torrent.*SOA.*")).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dig", "kdig"})
  void axfr_address(String tool) throws Exception {
    serve("127.0.0.0/8");
    published.publish(key(TAGGED), TAGGED);
    String zone = ask(0, tool, ORIGIN, "AXFR");
    assertThat(torrents(zone)).isGreaterThan(5);
    assertThat(soas(zone)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})
  void axfr_key(String algorithm) throws Exception {
    serve("key:" + algorithm);
    String key = "hmac-%s:%s:%s".formatted(algorithm, algorithm, SECRET);
    for (String tool : List.of("dig", "kdig")) {
      String zone = ask(0, tool, "-y", key, ORIGIN, "AXFR");
      assertThat(torrents(zone)).isEqualTo(3);
      assertThat(zone).doesNotContainIgnoringCase("warning").doesNotContain("could not");
    }
  }

  @Test
  void axfr_manyMessages() throws Exception {
    serve("key:sha256");
    for (int i = 600; i < 1100; i++) {
      var torrent = TestTorrents.metainfo(i % 500 + 5);
      published.publish(key(torrent), torrent);
    }
    for (String tool : List.of("dig", "kdig")) {
      String zone = ask(0, tool, "-y", "hmac-sha256:sha256:" + SECRET, ORIGIN, "AXFR");
      assertThat(torrents(zone)).isEqualTo(501);
      assertThat(zone).doesNotContainIgnoringCase("warning").doesNotContain("could not");
    }
  }

  @Test
  void axfr_refused() throws Exception {
    serve("127.0.0.1+key:sha256");
    assertThat(ask(0, "dig", ORIGIN, "AXFR")).contains("; Transfer failed.");
    assertThat(ask(1, "kdig", ORIGIN, "AXFR")).contains("REFUSED");
    assertThat(ask(0, "dig", "-y", "hmac-sha256:sha256:" + WRONG, ORIGIN, "AXFR"))
        .contains("BADSIG")
        .contains("; Transfer failed.");
    assertThat(ask(0, "dig", "-y", "hmac-sha256:other:" + SECRET, ORIGIN, "AXFR"))
        .contains("BADKEY")
        .contains("; Transfer failed.");
    assertThat(ask(0, "dig", "-y", "hmac-sha512:sha512:" + SECRET, ORIGIN, "AXFR"))
        .contains("; Transfer failed.");
    assertThat(torrents(ask(0, "dig", "-y", "hmac-sha256:sha256:" + SECRET, ORIGIN, "AXFR")))
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dig", "kdig"})
  void ixfr(String tool) throws Exception {
    serve("key:sha256");
    long serial = published.snapshot().serial();
    published.publish(key(TAGGED), TAGGED);
    String key = "hmac-sha256:sha256:" + SECRET;
    String changes = ask(0, tool, "-y", key, ORIGIN, "IXFR=" + serial);
    assertThat(soas(changes)).isEqualTo(4);
    assertThat(torrents(changes)).isGreaterThan(1);
    serial = published.snapshot().serial();
    assertThat(soas(ask(0, tool, "-y", key, ORIGIN, "IXFR=" + serial))).isEqualTo(1);
    assertThat(soas(ask(0, tool, "-y", key, ORIGIN, "IXFR=1"))).isEqualTo(2);
    assertThat(ask(0, "dig", "-y", key, ORIGIN, "SOA")).contains("NOERROR").doesNotContain("BAD");
    assertThat(running.element().stats().transfers().incremental()).isEqualTo(1);
  }
}
