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
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.dns.zone.Snapshot;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.FallbackAnswer;

class PublishedRecordsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final PublishedRecords published =
      TestTorrents.published(RecordSettings.DEFAULT.maxTorrent(), () -> NOW);

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
    assertThat(published.find(RecordName.of(key(SMALL).requestHash()))).isEmpty();
    assertThat(published.find(RecordName.of(key(LARGE).requestHash()))).isPresent();
    assertThat(published.size()).isEqualTo(1);
  }

  @Test
  void publish_longerThanMaxTorrent() throws IOException {
    var limited = TestTorrents.published(1000, () -> NOW);
    limited.publish(key(LARGE), LARGE);
    var answer = tcp(TestTorrents.responder(limited, new Counters()), txt(name(LARGE)));
    assertThat(torrent(answer)).isEqualTo(new FallbackAnswer.Magnet(MagnetLink.of(LARGE)));
  }

  @Test
  void publish_magnetLinkTooLong() {
    var seeds = List.of("http://a/" + "a".repeat(8000), "http://b/" + "b".repeat(8000));
    var metainfo = TAGGED.withUrls(new TorrentUrls(List.of(), seeds));
    var limited = TestTorrents.published(1000, () -> NOW);
    limited.publish(key(SMALL), SMALL);
    limited.publish(key(SMALL), metainfo);
    assertThat(limited.size()).isZero();
  }

  @Test
  void snapshot_isOfOneSerial() {
    published.publish(key(SMALL), SMALL);
    published.publish(key(LARGE), LARGE);
    var snapshot = published.snapshot();
    assertThat(snapshot.serial()).isEqualTo(published.serial()).isEqualTo(1_800_000_001);
    assertThat(snapshot.inOrder())
        .extracting(Snapshot.Entry::name)
        .isSorted()
        .containsExactlyInAnyOrder(
            RecordName.of(key(SMALL).requestHash()), RecordName.of(key(LARGE).requestHash()));
  }

  @Test
  void isComplete_afterHashing() {
    var early = new PublishedRecords(RecordSettings.DEFAULT, () -> NOW);
    early.walked();
    assertThat(early.isComplete()).isFalse();
    early.settled();
    assertThat(early.isComplete()).isTrue();
  }

  @Test
  void since_changesOfEachKind() {
    published.publish(key(SMALL), SMALL);
    long first = published.snapshot().serial();
    var small = published.find(RecordName.of(key(SMALL).requestHash())).orElseThrow();
    published.publish(key(SMALL), SMALL);
    assertThat(published.since(first)).contains(List.of());
    published.publish(key(LARGE), LARGE);
    published.withdrawn(key(LARGE));
    published.withdrawn(key(SMALL));
    var versions = published.since(first).orElseThrow();
    assertThat(versions).hasSize(1);
    assertThat(versions.get(0).changes()).hasSize(1);
    var change = versions.get(0).changes().get(0);
    assertThat(change.before()).contains(small);
    assertThat(change.after()).isEmpty();
    assertThat(published.since(first - 7)).isEmpty();
  }

  @Test
  void open_publishedBefore(@TempDir Path folder) throws IOException {
    try (var before = PublishedRecords.open(folder, RecordSettings.DEFAULT, () -> NOW)) {
      before.publish(key(SMALL), SMALL);
      before.publish(key(LARGE), LARGE);
      before.publish(key(TAGGED), TAGGED);
      before.withdrawn(key(TAGGED));
    }
    try (var after = PublishedRecords.open(folder, RecordSettings.DEFAULT, () -> NOW)) {
      assertThat(after.size()).isEqualTo(2);
      assertThat(after.find(RecordName.of(key(LARGE).requestHash()))).isPresent();
      after.publish(key(SMALL), SMALL);
      assertThat(after.serial()).isEqualTo(NOW.getEpochSecond() + 1);
      assertThat(after.since(NOW.getEpochSecond() + 1)).contains(List.of());
      after.walked();
      assertThat(after.find(RecordName.of(key(SMALL).requestHash()))).isPresent();
      assertThat(after.find(RecordName.of(key(LARGE).requestHash()))).isEmpty();
    }
  }

  private FallbackAnswer answerAt(Metainfo metainfo) throws IOException {
    return torrent(tcp(TestTorrents.responder(published, new Counters()), txt(name(metainfo))));
  }
}
