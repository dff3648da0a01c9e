package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.DnsClient.tcp;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.testing.FreePort;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** BIND as a secondary of two Spillways, which give the same serial to different content. */
@Timeout(180)
class TwoPrimariesIT {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final long START = 1_800_000_000;
  private static final Metainfo LAST = TestTorrents.metainfo(6);

  @TempDir Path folder;

  private final Node one = new Node();
  private final Node other = new Node();

  /** A Spillway with a clock of its own. */
  private static final class Node {
    private final AtomicLong clock = new AtomicLong(START);
    private final PublishedRecords published =
        new PublishedRecords(RecordSettings.DEFAULT, () -> Instant.ofEpochSecond(clock.get()));

    Node() {
      publishAt(1, SMALL);
      published.walked();
      published.settled();
    }

    /**
     * @param second after the start; that is the serial from then on
     */
    void publishAt(int second, Metainfo... torrents) {
      for (Metainfo metainfo : torrents) {
        published.publish(key(metainfo), metainfo);
      }
      // Not before, because a look meanwhile would close a version with only some of them.
      clock.set(START + second);
      assertThat(published.snapshot().serial()).isEqualTo(START + second);
    }

    DnsFallback serve(int secondary) throws IOException {
      var transfer =
          TransferSettings.parse(
              List.of("127.0.0.1+key:secondary"),
              List.of("secondary:hmac-sha256:" + Secondary.SECRET),
              List.of("127.0.0.1:" + secondary + "+key:secondary"));
      var settings =
          DnsSettings.DEFAULT
              .withPort("127.0.0.1", 0)
              .withZones(List.of(TestTorrents.HOST))
              .withTransfer(transfer);
      return DnsFallback.start(settings, published);
    }
  }

  /**
   * The secondary has the other one's version of the tenth second, in which a torrent is missing
   * that the first one has at that very serial. What the first one sends for it must not be a
   * difference to its own version.
   */
  @Test
  void zone_losesNothing() throws Exception {
    int port = FreePort.find();
    try (var first = one.serve(port);
        var second = other.serve(port);
        var bind = Secondary.startBind(folder, port, first.port(), second.port())) {
      bind.await("the zone", MOST, () -> serial(port) == START + 1);

      other.publishAt(10, MEDIUM);
      bind.await("the other's version", MOST, () -> serial(port) == START + 10);
      assertThat(rcode(port, MEDIUM)).isEqualTo(Rcode.NOERROR);

      one.publishAt(10, MEDIUM, LARGE);
      one.publishAt(20, LAST);
      bind.await("the first one's version", MOST, () -> serial(port) == START + 20);
      // Too late to be asked for: the secondary has a higher serial by now.
      other.publishAt(15, LARGE, LAST);
      for (Metainfo torrent : List.of(SMALL, MEDIUM, LARGE, LAST)) {
        assertThat(rcode(port, torrent)).as(name(torrent)).isEqualTo(Rcode.NOERROR);
      }
      long whole = first.stats().transfers().whole();
      assertThat(whole).isPositive();

      // From here on it has that serial from us.
      one.publishAt(30, TestTorrents.metainfo(7));
      bind.await("a difference", MOST, () -> serial(port) == START + 30);
      assertThat(first.stats().transfers().whole()).isEqualTo(whole);
    }
  }

  private static long serial(int port) {
    try {
      return tcp(port, query(ORIGIN, Type.SOA)).getSection(Section.ANSWER).stream()
          .mapToLong(soa -> ((SOARecord) soa).getSerial())
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }

  private static int rcode(int port, Metainfo torrent) throws IOException {
    return tcp(port, txt(name(torrent))).getRcode();
  }
}
