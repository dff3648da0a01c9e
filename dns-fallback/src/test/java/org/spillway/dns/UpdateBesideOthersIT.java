package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.dns.TestPrimary.Software;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Records that others have at our names, or above them, in a primary that takes ours. */
@Timeout(300)
class UpdateBesideOthersIT {
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

  private long ttlOf(Metainfo torrent) throws Exception {
    return fixture.primary().ask(name(torrent)).getSection(Section.ANSWER).get(0).getTTL();
  }

  /**
   * Two torrents, and others add a record to the smaller one after we have looked at everything.
   */
  private PublishedRecords startBesideOthers(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    var published = TestTorrents.published(SMALL, LARGE);
    fixture.startOurs(published);
    fixture.awaitStats(2);
    fixture.primary().update("add " + name(SMALL) + " 61 TXT \"not of Spillway\"");
    return published;
  }

  @ParameterizedTest
  @CsvSource({"BIND, false", "BIND, true", "KNOT, false", "KNOT, true"})
  void records_changedBesideThoseOfOthers(Software software, boolean away) throws Exception {
    var published = startBesideOthers(software);
    long ttl = ttlOf(SMALL);
    if (away) {
      fixture.closeOurs();
      published = TestTorrents.published(LARGE);
      published.publish(key(SMALL), MEDIUM);
      fixture.startOurs(published);
    } else {
      published.publish(key(SMALL), MEDIUM);
    }
    fixture.awaitTorrent(SMALL, MEDIUM);
    fixture.awaitStats(2, 1);
    assertThat(fixture.primary().ask(name(SMALL)).getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .hasSize(2)
        .contains("\"not of Spillway\"");
    assertThat(ttlOf(SMALL)).isEqualTo(ttl);
  }

  /** Nobody else's record keeps what is withdrawn in DNS, whether we see it go or not. */
  @ParameterizedTest
  @CsvSource({"BIND, false", "BIND, true", "KNOT, false", "KNOT, true"})
  void records_withdrawnBesideThoseOfOthers(Software software, boolean away) throws Exception {
    var published = startBesideOthers(software);
    if (away) {
      fixture.closeOurs();
      published = TestTorrents.published(LARGE);
      fixture.startOurs(published);
    } else {
      published.publish(key(SMALL), MEDIUM);
      fixture.awaitStats(2, 1);
      published.withdrawn(key(SMALL));
    }
    fixture.awaitStats(1, 1);
    assertThat(fixture.primary().ask(name(SMALL)).getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .containsExactly("\"not of Spillway\"");
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void records_ofOthersAreLeftAlone(Software software) throws Exception {
    fixture.startPrimary(software, UpdateFixture.ZONE, true);
    fixture.primary().kill();
    fixture.primary().loseAll();
    fixture.primary().writeZone(name(SMALL) + " IN TXT \"not of Spillway\"");
    fixture.primary().restart();
    fixture.primary().awaitUp();
    fixture.startOurs(TestTorrents.published(SMALL, LARGE));
    fixture.awaitTorrents(LARGE);
    fixture.awaitStats(1, 1);
    assertThat(fixture.primary().ask(name(SMALL)).getSection(Section.ANSWER).get(0).rdataToString())
        .isEqualTo("\"not of Spillway\"");
  }

  /**
   * What a wildcard synthesises is no content of the zone (RFC 4592 §2.2.1), and no condition of an
   * update looks at it (RFC 2136 §3.2).
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BIND; true; TXT \"v=spf1 -all\"",
        "BIND; false; TXT \"v=spf1 -all\"",
        "BIND; false; CNAME www.example.net.",
        "KNOT; true; TXT \"v=spf1 -all\"",
        "KNOT; false; TXT \"v=spf1 -all\"",
        "KNOT; false; CNAME www.example.net."
      })
  void records_belowAWildcard(Software software, boolean transfer, String wildcard)
      throws Exception {
    fixture.startPrimary(software, "dl.example.org", transfer);
    fixture.primary().kill();
    fixture.primary().loseAll();
    fixture.primary().writeZone("*.dl.example.org. IN " + wildcard);
    fixture.primary().restart();
    fixture.primary().awaitUp();
    fixture.startOurs(
        TestTorrents.published(SMALL, LARGE), TestPrimary.KEY, "dl.example.org", TestTorrents.HOST);
    fixture.awaitTorrents(SMALL, LARGE);
    fixture.awaitStats(2, 0);
  }
}
