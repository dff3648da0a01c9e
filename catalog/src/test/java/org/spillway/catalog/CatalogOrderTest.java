package org.spillway.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;

/** What happens when files change at the worst moment. */
class CatalogOrderTest {
  @TempDir Path temp;
  private final FakeSource source = new FakeSource();
  private final RecordingListener news = new RecordingListener();
  private Catalog catalog;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    var settings =
        CatalogSettings.of(temp.resolve("root"), temp.resolve("state"))
            .withInclude("**")
            .withRecheck(Duration.ofDays(1));
    catalog = new Catalog(settings, source, TorrentStore.open(settings.stateDir()));
    catalog.addListener(news);
    catalog.start(
        new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of()));
    source.awaitWalk();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private Offer offer(String path) {
    return catalog.byPath(path).orElseThrow();
  }

  @Test
  void publish_changedAfterItWasHashed() {
    source.put("/a", 10, "1");
    var offer = offer("/a");
    source.afterVerify(() -> source.put("/a", 10, "2"));
    assertThatThrownBy(() -> offer.requestTorrent().get(60, SECONDS))
        .hasCauseInstanceOf(ContentChangedException.class);
    assertThat(news.rest()).isEmpty();
    assertThat(catalog.stats().torrents()).isZero();
    assertThat(offer.torrent()).isEmpty();
    assertThat(offer("/a").torrent()).isEmpty();
  }

  @Test
  void publish_changedWhileItIsAnnounced() throws Exception {
    source.put("/a", 10, "1");
    catalog.addListener(
        new CatalogListener() {
          @Override
          public void offered(OfferedTorrent torrent) {
            source.put("/a", 10, "2");
          }

          @Override
          public void withdrawn(TorrentKey key) {}
        });
    offer("/a").requestTorrent().get(60, SECONDS);
    assertThat(news.rest()).containsExactly("offered /a", "withdrawn /a");
    assertThat(catalog.stats().torrents()).isZero();
  }

  @Test
  void publish_lateHashOfAnOlderVersion() throws Exception {
    source.put("/a", 10, "1");
    var gate = source.hold("/a");
    var older = offer("/a").requestTorrent();
    gate.awaitReader();
    source.put("/a", 20, "2");
    var newer = offer("/a").requestTorrent();
    gate.open();
    assertThatThrownBy(() -> older.get(60, SECONDS))
        .hasCauseInstanceOf(ContentChangedException.class);
    assertThat(newer.get(60, SECONDS).info().length()).isEqualTo(20);
    assertThat(news.rest()).containsExactly("offered /a");
  }

  @Test
  void requestTorrent_whoGivesUpDoesNotHinderOthers() throws Exception {
    source.put("/a", 10);
    var gate = source.hold("/a");
    var offer = offer("/a");
    var givenUp = offer.requestTorrent();
    var other = offer.requestTorrent();
    gate.awaitReader();
    assertThat(givenUp.cancel(true)).isTrue();
    gate.open();
    assertThat(other.get(60, SECONDS).info().length()).isEqualTo(10);
  }

  @Test
  void byPath_anotherOfferWhenTheTorrentIsKnown() throws Exception {
    source.put("/a", 10);
    var unhashed = offer("/a");
    assertThat(offer("/a")).isSameAs(unhashed);
    unhashed.requestTorrent().get(60, SECONDS);
    var hashed = offer("/a");
    assertThat(hashed.torrent()).isPresent();
    assertThat(offer("/a")).isSameAs(hashed);
    assertThat(unhashed.torrent()).isEmpty();
    assertThat(unhashed.etag()).startsWith("\"v");
  }

  @Test
  void isEtag_tagsOfVersionAndContent() throws Exception {
    source.put("/a", 10, "1");
    var early = offer("/a");
    String version = early.etag();
    early.requestTorrent().get(60, SECONDS);
    var offer = offer("/a");
    assertThat(offer.etag()).isNotEqualTo(version);
    assertThat(early.isEtag(version)).isTrue();
    assertThat(offer.isEtag(version)).isTrue();
    assertThat(offer.isEtag(offer.etag())).isTrue();
    assertThat(offer.isEtag("W/" + offer.etag())).isFalse();
    assertThat(offer.isEtag("*")).isFalse();
    source.put("/a", 11, "2");
    assertThat(offer("/a").isEtag(version)).isFalse();
    assertThat(offer("/a").isEtag(offer.etag())).isFalse();
  }

  @Test
  void progress_whileItIsHashed() throws Exception {
    source.put("/a", 300_000);
    var gate = source.hold("/a");
    var torrent = offer("/a").requestTorrent();
    gate.awaitReader();
    assertThat(offer("/a").progress().orElseThrow().length()).isEqualTo(300_000);
    assertThat(catalog.stats().hashing()).isEqualTo(1);
    gate.open();
    torrent.get(60, SECONDS);
    assertThat(offer("/a").progress()).isEmpty();
    assertThat(catalog.stats().hashing()).isZero();
  }

  @Test
  void close_whileItIsHashed() {
    source.put("/a", 2 * ContentSource.SLICE);
    var gate = source.hold("/a");
    var torrent = offer("/a").requestTorrent();
    source.put("/b", 1);
    gate.awaitReader();
    gate.open();
    catalog.close();
    assertThat(torrent).isDone();
    assertThatThrownBy(() -> offer("/b").requestTorrent().get(60, SECONDS))
        .hasRootCauseMessage("/b: the catalog is closed");
  }
}
