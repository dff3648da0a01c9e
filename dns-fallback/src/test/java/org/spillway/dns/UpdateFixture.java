package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.TestPrimary.Software;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.dns.update.Primary;
import org.spillway.dns.update.UpdateSettings;
import org.spillway.dns.update.UpdateStats;
import org.spillway.dns.update.UpdateTiming;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.net.HostPort;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A primary of others that takes our records, and our name server; neither runs at first. */
final class UpdateFixture implements AutoCloseable {
  static final String ZONE = "_torrent.dl.example.org";
  private static final UpdateTiming TIMING =
      new UpdateTiming(
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofSeconds(20));

  private final Path folder;
  private @Nullable TestPrimary primary;
  private @Nullable DnsFallback dns;

  UpdateFixture(Path folder) {
    this.folder = folder;
  }

  TestPrimary primary() {
    return Objects.requireNonNull(primary);
  }

  DnsFallback dns() {
    return Objects.requireNonNull(dns);
  }

  void closeOurs() {
    if (dns != null) {
      dns.close();
    }
  }

  void startPrimary(Software software, String zone, boolean transfer) throws Exception {
    primary = new TestPrimary(software, Files.createDirectory(folder.resolve("p")), zone, transfer);
    primary().awaitUp();
  }

  void startOurs(PublishedRecords published) throws IOException {
    startOurs(published, TestPrimary.KEY, ZONE, TestTorrents.HOST);
  }

  void startOurs(PublishedRecords published, String key, String zone, String host)
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

  void awaitTorrent(Metainfo at, Metainfo torrent) throws Exception {
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

  void awaitTorrents(Metainfo... torrents) throws Exception {
    for (Metainfo torrent : torrents) {
      awaitTorrent(torrent, torrent);
    }
  }

  void awaitNothing(Metainfo at) throws Exception {
    primary()
        .await(
            "nothing at " + name(at), () -> primary().ask(name(at)).getRcode() == Rcode.NXDOMAIN);
  }

  UpdateStats stats() {
    return dns().stats().updates().get(0);
  }

  void awaitStats(int published) throws Exception {
    awaitStats(published, 0);
  }

  void awaitStats(int published, int foreign) throws Exception {
    var expected =
        new UpdateStats(
            "127.0.0.1 port " + primary().port(), ZONE + ".", published, 0, foreign, "");
    primary().await(expected.toString(), () -> stats().equals(expected));
  }

  void awaitError(String... parts) throws Exception {
    primary().await("an error", () -> !stats().lastError().isEmpty());
    assertThat(stats().lastError()).contains(parts);
  }

  /** What was under way ends with another error, before a connection is refused. */
  void awaitDown() {
    await("a refused connection")
        .untilAsserted(
            () ->
                assertThat(stats().lastError())
                    .matches("takes no updates of " + ZONE + "\\.: .*refused.*"));
  }

  @Override
  public void close() {
    closeOurs();
    if (primary != null) {
      primary.close();
    }
  }
}
