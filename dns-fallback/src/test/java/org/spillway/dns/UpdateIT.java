package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.TestPrimary.Software;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.dns.update.Primary;
import org.spillway.dns.update.UpdateSettings;
import org.spillway.dns.update.UpdateStats;
import org.spillway.dns.update.UpdateTiming;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.net.HostPort;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** BIND and Knot take our records, and hold what we publish whatever happens. */
@Timeout(300)
class UpdateIT {
  private static final String ZONE = "_torrent.dl.example.org";
  private static final UpdateTiming TIMING =
      new UpdateTiming(
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofSeconds(20));

  /** 43.9 KB: no name holds more. */
  private static final Metainfo LARGEST = TestTorrents.metainfo(2190);

  /** 60 KB: two names below the first. */
  private static final Metainfo SPLIT = TestTorrents.metainfo(3000);

  @TempDir Path folder;

  private @Nullable TestPrimary primary;
  private @Nullable DnsFallback dns;

  @AfterEach
  void close() {
    closeOurs();
    if (primary != null) {
      primary.close();
    }
  }

  private TestPrimary primary() {
    return Objects.requireNonNull(primary);
  }

  private DnsFallback dns() {
    return Objects.requireNonNull(dns);
  }

  private void closeOurs() {
    if (dns != null) {
      dns.close();
    }
  }

  private void startPrimary(Software software, String zone, boolean transfer) throws Exception {
    primary = new TestPrimary(software, Files.createDirectory(folder.resolve("p")), zone, transfer);
    primary().awaitUp();
  }

  private void startOurs(PublishedRecords published) throws IOException {
    startOurs(published, TestPrimary.KEY, ZONE, TestTorrents.HOST);
  }

  private void startOurs(PublishedRecords published, String key, String zone, String host)
      throws IOException {
    var updated =
        new Primary(
            new HostPort("127.0.0.1", primary().port()),
            TsigKey.parse(key),
            Name.fromConstantString(zone + "."));
    dns =
        DnsFallback.start(
            DnsSettings.DEFAULT
                .withPort("127.0.0.1", 0)
                .withZones(List.of(host))
                .withUpdate(new UpdateSettings(List.of(updated), folder.resolve("state"), TIMING)),
            published);
  }

  private void awaitTorrent(Metainfo at, Metainfo torrent) throws Exception {
    primary()
        .await(
            torrent.info().name() + " at " + name(at),
            () -> holds(primary().ask(name(at)), torrent));
  }

  /** Records that are none yet cannot be read. */
  private static boolean holds(Message answer, Metainfo torrent) throws IOException {
    var records = answer.getSection(Section.ANSWER);
    return !records.isEmpty()
        && records.get(0).getType() == Type.TXT
        && TestTorrents.torrent(answer).equals(TestTorrents.whole(torrent));
  }

  private void awaitTorrents(Metainfo... torrents) throws Exception {
    for (Metainfo torrent : torrents) {
      awaitTorrent(torrent, torrent);
    }
  }

  private void awaitNothing(Metainfo at) throws Exception {
    primary()
        .await(
            "nothing at " + name(at), () -> primary().ask(name(at)).getRcode() == Rcode.NXDOMAIN);
  }

  private UpdateStats stats() {
    return dns().stats().updates().get(0);
  }

  private void awaitStats(int published) throws Exception {
    awaitStats(published, 0);
  }

  private void awaitStats(int published, int foreign) throws Exception {
    var expected =
        new UpdateStats(
            "127.0.0.1 port " + primary().port(), ZONE + ".", published, 0, foreign, "");
    primary().await(expected.toString(), () -> stats().equals(expected));
  }

  private void awaitError(String... parts) throws Exception {
    primary().await("an error", () -> !stats().lastError().isEmpty());
    assertThat(stats().lastError()).contains(parts);
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void records_newChangedWithdrawn(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    var published = TestTorrents.published(SMALL, TAGGED);
    startOurs(published);
    awaitTorrents(SMALL, TAGGED);
    assertThat(primary().ask(name(TAGGED)).getSection(Section.ANSWER))
        .containsExactlyInAnyOrderElementsOf(
            DnsClient.tcp(dns().port(), TestQueries.query(name(TAGGED), Type.TXT))
                .getSection(Section.ANSWER));

    published.publish(key(SMALL), MEDIUM);
    published.withdrawn(key(TAGGED));
    published.publish(key(LARGE), LARGE);
    awaitTorrent(SMALL, MEDIUM);
    awaitTorrent(LARGE, LARGE);
    awaitNothing(TAGGED);
    awaitStats(2);
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void records_inAnEnclosingZone(Software software) throws Exception {
    startPrimary(software, "example.org", true);
    startOurs(TestTorrents.published(SMALL), TestPrimary.KEY, "example.org", TestTorrents.HOST);
    awaitTorrents(SMALL);
  }

  /** Old and new records of 40 KB and more do not go into one message. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void records_largeReplacedByLarger(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    var published = TestTorrents.published(TAGGED);
    startOurs(published);
    awaitTorrents(TAGGED);
    published.publish(key(TAGGED), LARGEST);
    awaitTorrent(TAGGED, LARGEST);
    published.publish(key(TAGGED), SMALL);
    awaitTorrent(TAGGED, SMALL);
    awaitStats(1);
  }

  /** Its first name comes after its parts, and goes before them. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void records_split(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    var published = TestTorrents.published(SPLIT);
    startOurs(published);
    awaitStats(3);
    for (String owner : List.of(name(SPLIT), "1." + name(SPLIT), "2." + name(SPLIT))) {
      assertThat(primary().ask(owner).getSection(Section.ANSWER))
          .containsExactlyInAnyOrderElementsOf(
              DnsClient.tcp(dns().port(), TestQueries.query(owner, Type.TXT))
                  .getSection(Section.ANSWER));
    }
    published.withdrawn(key(SPLIT));
    awaitStats(0);
    awaitNothing(SPLIT);
  }

  /** More than one update takes, and more than one message of a transfer. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void records_many(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    int count = 2000;
    startOurs(numbered(count));
    awaitStats(count);
    closeOurs();

    // They are read back, and found right but for one.
    var published = numbered(count);
    published.withdrawn(numberedKey(7));
    startOurs(published);
    awaitStats(count - 1);
    for (int i : new int[] {0, 7, count - 1}) {
      var answer = primary().ask(numberedKey(i).requestHash().nameUnder(TestTorrents.HOST) + ".");
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
    startPrimary(software, ZONE, transfer);
    startOurs(TestTorrents.published(SMALL, LARGE, TAGGED));
    awaitTorrents(SMALL, LARGE, TAGGED);
    awaitStats(3);
    closeOurs();

    var published = TestTorrents.published(LARGE);
    published.publish(key(TAGGED), MEDIUM);
    startOurs(published);
    awaitNothing(SMALL);
    awaitTorrents(LARGE);
    awaitTorrent(TAGGED, MEDIUM);
    awaitStats(2);
  }

  /** Before the whole content is known, what is not published is not known to be gone. */
  @Test
  void start_incomplete() throws Exception {
    startPrimary(Software.BIND, ZONE, true);
    startOurs(TestTorrents.published(SMALL, LARGE));
    awaitStats(2);
    closeOurs();

    var published =
        TestTorrents.published(RecordSettings.DEFAULT.maxTorrent(), InstantSource.system());
    startOurs(published);
    published.publish(key(TAGGED), TAGGED);
    awaitTorrents(TAGGED);
    awaitTorrents(SMALL, LARGE);
    published.publish(key(SMALL), SMALL);
    published.walked();
    published.settled();
    awaitNothing(LARGE);
    awaitTorrents(SMALL);
  }

  @ParameterizedTest
  @CsvSource({"BIND, true", "BIND, false", "KNOT, true", "KNOT, false"})
  void primary_awayAndBackWithoutJournal(Software software, boolean transfer) throws Exception {
    startPrimary(software, ZONE, transfer);
    var published = TestTorrents.published(SMALL, TAGGED);
    startOurs(published);
    awaitTorrents(SMALL, TAGGED);
    awaitStats(2);

    primary().kill();
    published.publish(key(LARGE), LARGE);
    published.withdrawn(key(SMALL));
    awaitDown();
    primary().loseAll();
    primary().restart();
    awaitTorrents(TAGGED, LARGE);
    awaitNothing(SMALL);
    awaitStats(2);
  }

  /** A backup was put back while there was nothing to say; the next change shows it. */
  @ParameterizedTest
  @EnumSource(Software.class)
  void primary_restoredUnseen(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    var published = TestTorrents.published(SMALL, TAGGED);
    startOurs(published);
    awaitStats(2);
    primary().kill();
    primary().loseAll();
    primary().restart();
    primary().awaitUp();
    published.publish(key(SMALL), MEDIUM);
    awaitTorrent(SMALL, MEDIUM);
    awaitTorrents(TAGGED);
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void key_wrong(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    startOurs(
        TestTorrents.published(SMALL), "spillway:hmac-sha256:d3Jvbmc=", ZONE, TestTorrents.HOST);
    awaitError(
        "refuses updates of " + ZONE + ".",
        "key spillway.",
        "NOTAUTH, BADSIG: its key has another secret");
    closeOurs();
    startOurs(TestTorrents.published(SMALL), "other:hmac-sha256:d3Jvbmc=", ZONE, TestTorrents.HOST);
    awaitError("key other.", "NOTAUTH, BADKEY: it has no such key");
  }

  @ParameterizedTest
  @CsvSource({"BIND, REFUSED", "KNOT, REFUSED"})
  void zone_notOfThePrimary(Software software, String rcode) throws Exception {
    startPrimary(software, "_torrent.other.example", true);
    startOurs(TestTorrents.published(SMALL));
    awaitError("refuses updates of " + ZONE + ". that are signed with key spillway.", rcode);
  }

  /** Somebody adds a record to ours after we have looked at everything. */
  private long ttlOf(Metainfo torrent) throws Exception {
    return primary().ask(name(torrent)).getSection(Section.ANSWER).get(0).getTTL();
  }

  /** Two torrents, and others have a record beside the smaller one. */
  private PublishedRecords startBesideOthers(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    var published = TestTorrents.published(SMALL, LARGE);
    startOurs(published);
    awaitStats(2);
    primary().update("add " + name(SMALL) + " 61 TXT \"not of Spillway\"");
    return published;
  }

  @ParameterizedTest
  @CsvSource({"BIND, false", "BIND, true", "KNOT, false", "KNOT, true"})
  void records_changedBesideThoseOfOthers(Software software, boolean away) throws Exception {
    var published = startBesideOthers(software);
    long ttl = ttlOf(SMALL);
    if (away) {
      closeOurs();
      published = TestTorrents.published(LARGE);
      published.publish(key(SMALL), MEDIUM);
      startOurs(published);
    } else {
      published.publish(key(SMALL), MEDIUM);
    }
    awaitTorrent(SMALL, MEDIUM);
    awaitStats(2, 1);
    assertThat(primary().ask(name(SMALL)).getSection(Section.ANSWER))
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
      closeOurs();
      published = TestTorrents.published(LARGE);
      startOurs(published);
    } else {
      published.publish(key(SMALL), MEDIUM);
      awaitStats(2, 1);
      published.withdrawn(key(SMALL));
    }
    awaitStats(1, 1);
    assertThat(primary().ask(name(SMALL)).getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .containsExactly("\"not of Spillway\"");
  }

  @Test
  void primary_downAtStart() throws Exception {
    startPrimary(Software.KNOT, ZONE, true);
    primary().kill();
    startOurs(TestTorrents.published(SMALL));
    awaitDown();
    primary().restart();
    awaitTorrents(SMALL);
    awaitStats(1);
  }

  /** What was under way ends with another error, before a connection is refused. */
  private void awaitDown() {
    await("a refused connection")
        .untilAsserted(
            () ->
                assertThat(stats().lastError())
                    .matches("takes no updates of " + ZONE + "\\.: .*refused.*"));
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void records_ofOthersAreLeftAlone(Software software) throws Exception {
    startPrimary(software, ZONE, true);
    primary().kill();
    primary().loseAll();
    primary().writeZone(name(SMALL) + " IN TXT \"not of Spillway\"");
    primary().restart();
    primary().awaitUp();
    startOurs(TestTorrents.published(SMALL, LARGE));
    awaitTorrents(LARGE);
    awaitStats(1, 1);
    assertThat(primary().ask(name(SMALL)).getSection(Section.ANSWER).get(0).rdataToString())
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
    startPrimary(software, "dl.example.org", transfer);
    primary().kill();
    primary().loseAll();
    primary().writeZone("*.dl.example.org. IN " + wildcard);
    primary().restart();
    primary().awaitUp();
    startOurs(
        TestTorrents.published(SMALL, LARGE), TestPrimary.KEY, "dl.example.org", TestTorrents.HOST);
    awaitTorrents(SMALL, LARGE);
    awaitStats(2, 0);
  }
}
