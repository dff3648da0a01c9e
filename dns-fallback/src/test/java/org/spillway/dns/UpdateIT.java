package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.TestPrimary.Software;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** BIND and Knot take our records, and hold what we publish whatever happens. */
@Timeout(300)
class UpdateIT {
  /** 43.9 KB: no name holds more. */
  private static final Metainfo LARGEST = TestTorrents.metainfo(2190);

  /** 60 KB: two names below the first. */
  private static final Metainfo SPLIT = TestTorrents.metainfo(3000);

  @TempDir private Path folder;

  private UpdateFixture fixture;

  @BeforeEach
  void open() {
    fixture = new UpdateFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void records_newChangedWithdrawn(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    var published = TestTorrents.published(SMALL, TAGGED);
    fixture.startOurs(published);
    fixture.awaitTorrents(SMALL, TAGGED);
    assertThat(fixture.primary().ask(name(TAGGED)).getSection(Section.ANSWER))
        .containsExactlyInAnyOrderElementsOf(
            DnsClient.tcp(fixture.dns().port(), TestQueries.query(name(TAGGED), Type.TXT))
                .getSection(Section.ANSWER));

    published.publish(key(SMALL), MEDIUM);
    published.withdrawn(key(TAGGED));
    published.publish(key(LARGE), LARGE);
    fixture.awaitTorrent(SMALL, MEDIUM);
    fixture.awaitTorrent(LARGE, LARGE);
    fixture.awaitNothing(TAGGED);
    fixture.awaitStats(2);
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void records_inAnEnclosingZone(Software software) throws Exception {
    fixture.startPrimary(software, "example.org", true);
    fixture.startOurs(
        TestTorrents.published(SMALL), TestPrimary.KEY, "example.org", TestTorrents.HOST);
    fixture.awaitTorrents(SMALL);
  }

  /** Old and new records of 40 KB and more do not go into one message. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void records_largeReplacedByLarger(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    var published = TestTorrents.published(TAGGED);
    fixture.startOurs(published);
    fixture.awaitTorrents(TAGGED);
    published.publish(key(TAGGED), LARGEST);
    fixture.awaitTorrent(TAGGED, LARGEST);
    published.publish(key(TAGGED), SMALL);
    fixture.awaitTorrent(TAGGED, SMALL);
    fixture.awaitStats(1);
  }

  /** Its first name comes after its parts, and goes before them. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void records_split(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    var published = TestTorrents.published(SPLIT);
    fixture.startOurs(published);
    fixture.awaitStats(3);
    for (String owner : List.of(name(SPLIT), "1." + name(SPLIT), "2." + name(SPLIT))) {
      assertThat(fixture.primary().ask(owner).getSection(Section.ANSWER))
          .containsExactlyInAnyOrderElementsOf(
              DnsClient.tcp(fixture.dns().port(), TestQueries.query(owner, Type.TXT))
                  .getSection(Section.ANSWER));
    }
    published.withdrawn(key(SPLIT));
    fixture.awaitStats(0);
    fixture.awaitNothing(SPLIT);
  }

  /** More than one update takes, and more than one message of a transfer. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void records_many(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    int count = 2000;
    fixture.startOurs(numbered(count));
    fixture.awaitStats(count);
    fixture.closeOurs();

    // They are read back, and found right but for one.
    var published = numbered(count);
    published.withdrawn(numberedKey(7));
    fixture.startOurs(published);
    fixture.awaitStats(count - 1);
    for (int i : new int[] {0, 7, count - 1}) {
      var answer =
          fixture.primary().ask(numberedKey(i).requestHash().nameUnder(TestTorrents.HOST) + ".");
      assertThat(answer.getSection(Section.ANSWER)).hasSize(i == 7 ? 0 : 1);
    }
  }

  private static PublishedRecords numbered(int count) {
    var published = TestTorrents.published();
    for (int i = 0; i < count; i++) {
      published.publish(numberedKey(i), SMALL);
    }
    return published;
  }

  private static TorrentKey numberedKey(int number) {
    String path = "/many/" + number;
    return new TorrentKey(path, RequestHash.ofPath(path), SMALL.info().swarmHashes());
  }

  @ParameterizedTest
  @CsvSource({"BIND, true", "BIND, false", "KNOT, true", "KNOT, false"})
  void start_changedAndWithdrawnWhileAway(Software software, boolean transfer) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, transfer);
    fixture.startOurs(TestTorrents.published(SMALL, LARGE, TAGGED));
    fixture.awaitTorrents(SMALL, LARGE, TAGGED);
    fixture.awaitStats(3);
    fixture.closeOurs();

    var published = TestTorrents.published(LARGE);
    published.publish(key(TAGGED), MEDIUM);
    fixture.startOurs(published);
    fixture.awaitNothing(SMALL);
    fixture.awaitTorrents(LARGE);
    fixture.awaitTorrent(TAGGED, MEDIUM);
    fixture.awaitStats(2);
  }

  /** Before the whole content is known, what is not published is not known to be gone. */
  @Test
  void start_incomplete() throws Exception {
    fixture.startPrimary(Software.BIND, UpdateFixture.ZONE, true);
    fixture.startOurs(TestTorrents.published(SMALL, LARGE));
    fixture.awaitStats(2);
    fixture.closeOurs();

    var published =
        TestTorrents.published(RecordSettings.DEFAULT.maxTorrent(), InstantSource.system());
    fixture.startOurs(published);
    published.publish(key(TAGGED), TAGGED);
    fixture.awaitTorrents(TAGGED);
    fixture.awaitTorrents(SMALL, LARGE);
    published.publish(key(SMALL), SMALL);
    published.walked();
    published.settled();
    fixture.awaitNothing(LARGE);
    fixture.awaitTorrents(SMALL);
  }

  @ParameterizedTest
  @CsvSource({"BIND, true", "BIND, false", "KNOT, true", "KNOT, false"})
  void primary_awayAndBackWithoutJournal(Software software, boolean transfer) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, transfer);
    var published = TestTorrents.published(SMALL, TAGGED);
    fixture.startOurs(published);
    fixture.awaitTorrents(SMALL, TAGGED);
    fixture.awaitStats(2);

    fixture.primary().kill();
    published.publish(key(LARGE), LARGE);
    published.withdrawn(key(SMALL));
    fixture.awaitDown();
    fixture.primary().loseAll();
    fixture.primary().restart();
    fixture.awaitTorrents(TAGGED, LARGE);
    fixture.awaitNothing(SMALL);
    fixture.awaitStats(2);
  }

  /** A backup was put back while there was nothing to say; the next change shows it. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void primary_restoredUnseen(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    var published = TestTorrents.published(SMALL, TAGGED);
    fixture.startOurs(published);
    fixture.awaitStats(2);
    fixture.primary().kill();
    fixture.primary().loseAll();
    fixture.primary().restart();
    fixture.primary().awaitUp();
    published.publish(key(SMALL), MEDIUM);
    fixture.awaitTorrent(SMALL, MEDIUM);
    fixture.awaitTorrents(TAGGED);
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void key_wrong(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    fixture.startOurs(
        TestTorrents.published(SMALL),
        "spillway:hmac-sha256:d3Jvbmc=",
        UpdateFixture.ZONE,
        TestTorrents.HOST);
    fixture.awaitError(
        "refuses updates of " + UpdateFixture.ZONE + ".",
        "key spillway.",
        "NOTAUTH, BADSIG: its key has another secret");
    fixture.closeOurs();
    fixture.startOurs(
        TestTorrents.published(SMALL),
        "other:hmac-sha256:d3Jvbmc=",
        UpdateFixture.ZONE,
        TestTorrents.HOST);
    fixture.awaitError("key other.", "NOTAUTH, BADKEY: it has no such key");
  }

  @ParameterizedTest
  @CsvSource({"BIND, REFUSED", "KNOT, REFUSED"})
  void zone_notOfThePrimary(Software software, String rcode) throws Exception {
    fixture.startPrimary(software, "_torrent.other.example", true);
    fixture.startOurs(TestTorrents.published(SMALL));
    fixture.awaitError(
        "refuses updates of " + UpdateFixture.ZONE + ". that are signed with key spillway.", rcode);
  }

  @Test
  void primary_downAtStart() throws Exception {
    fixture.startPrimary(Software.KNOT, UpdateFixture.ZONE, true);
    fixture.primary().kill();
    fixture.startOurs(TestTorrents.published(SMALL));
    fixture.awaitDown();
    fixture.primary().restart();
    fixture.awaitTorrents(SMALL);
    fixture.awaitStats(1);
  }
}
