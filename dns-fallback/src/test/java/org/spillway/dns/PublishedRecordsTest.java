package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.tcp;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.dns.TestTorrents.torrent;
import static org.spillway.dns.TestTorrents.whole;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.FallbackAnswer;

class PublishedRecordsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final PublishedRecords published =
      new PublishedRecords(DnsSettings.DEFAULT.maxTorrent(), new ZoneSerial(() -> NOW));

  @Test
  void publish_again() throws IOException {
    published.publish(key(SMALL), LARGE);
    published.publish(key(SMALL), SMALL);
    assertThat(answerAt(SMALL)).isEqualTo(whole(SMALL));
    assertThat(published.size()).isEqualTo(1);
  }

  @Test
  void withdrawn_known() {
    published.publish(key(SMALL), SMALL);
    published.publish(key(LARGE), LARGE);
    published.withdrawn(key(SMALL));
    assertThat(published.find(key(SMALL).requestHash().hex())).isEmpty();
    assertThat(published.find(key(LARGE).requestHash().hex())).isPresent();
    assertThat(published.size()).isEqualTo(1);
  }

  @Test
  void publish_longerThanFitsDns() throws IOException {
    var huge = TestTorrents.metainfo(2300);
    published.publish(key(huge), huge);
    assertThat(answerAt(huge)).isEqualTo(new FallbackAnswer.Magnet(MagnetLink.of(huge)));
  }

  @Test
  void publish_longerThanMaxTorrent() throws IOException {
    var limited = new PublishedRecords(1000, new ZoneSerial(() -> NOW));
    limited.publish(key(LARGE), LARGE);
    var answer = tcp(TestTorrents.responder(limited, new Counters()), txt(name(LARGE)));
    assertThat(torrent(answer)).isEqualTo(new FallbackAnswer.Magnet(MagnetLink.of(LARGE)));
  }

  @Test
  void publish_magnetLinkTooLong() {
    var seeds = List.of("http://a/" + "a".repeat(8000), "http://b/" + "b".repeat(8000));
    var metainfo = TAGGED.withUrls(new TorrentUrls(List.of(), seeds));
    var limited = new PublishedRecords(1000, new ZoneSerial(() -> NOW));
    limited.publish(key(SMALL), SMALL);
    limited.publish(key(SMALL), metainfo);
    assertThat(limited.size()).isZero();
  }

  @Test
  void serial_ofEveryChange() {
    long start = published.serial();
    assertThat(published.serial()).isEqualTo(start).isEqualTo(1_800_000_000);
    published.publish(key(SMALL), SMALL);
    assertThat(published.serial()).isEqualTo(start + 1);
    published.withdrawn(key(LARGE));
    assertThat(published.serial()).isEqualTo(start + 1);
    published.withdrawn(key(SMALL));
    assertThat(published.serial()).isEqualTo(start + 2);
  }

  private FallbackAnswer answerAt(Metainfo metainfo) throws IOException {
    return torrent(tcp(TestTorrents.responder(published, new Counters()), txt(name(metainfo))));
  }
}
