package org.spillway.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.source.PathKind;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;

/** What is offered of a tree that stays as it is. */
class CatalogTest extends CatalogTestBase {
  @Test
  void withUrls_sameInfohash() throws Exception {
    folder.write("/a", CONTENT);
    start();
    var torrent = torrent("/a");
    var urls = new PublicUrls(URI.create("http://192.0.2.1"), List.of(), List.of(), List.of());
    var other = torrent.withUrls(urls);
    assertThat(other.metainfo()).isEqualTo(torrent.metainfo().withUrls(urls.of("/a")));
    assertThat(other.key().swarmHashes()).isEqualTo(torrent.key().swarmHashes());
    assertThat(other.etag()).isNotEqualTo(torrent.etag());
    assertThat(torrent.withUrls(URLS)).isSameAs(torrent);
    assertThat(torrent("/a")).isSameAs(torrent);
  }

  @Test
  void start_offersTheWholeTree() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/sub/b", OTHER);
    folder.write("/.hidden", OTHER);
    start();
    assertThat(news.next(2)).containsExactlyInAnyOrder("offered /a", "offered /sub/b");
    assertThat(catalog().stats().torrents()).isEqualTo(2);
    assertThat(catalog().stats().bytes()).isEqualTo(200_000);
    assertThat(catalog().stats().bytesHashed()).isEqualTo(200_000);
  }

  @Test
  void settled_afterTheLastTorrent() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/b", OTHER);
    folder.write("/empty", new byte[0]);
    var settled = new SettledListener();
    open(Duration.ofDays(1)).addListener(settled);
    catalog().start(URLS);
    assertThat(settled.offeredBefore().get(60, SECONDS)).isEqualTo(2);
  }

  @Test
  void start_offersNothingThatTheGlobsDoNotName() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/pub/b", OTHER);
    folder.write("/pub/c.tmp", CONTENT);
    settings = settings.withInclude("pub/**").withExclude("**/*.tmp");
    start();
    assertThat(news.next()).isEqualTo("offered /pub/b");
    for (String path : List.of("/a", "/pub/c.tmp")) {
      assertThat(catalog().byPath(path)).isEmpty();
      assertThat(catalog().byRequestHash(URLS.requestHash(path))).isEmpty();
    }
    assertThat(catalog().stats().torrents()).isEqualTo(1);
    assertThat(catalog().stats().bytesHashed()).isEqualTo(100_000);
  }

  @Test
  void start_offersNothingByDefault() throws Exception {
    folder.write("/a", CONTENT);
    settings = CatalogSettings.of(folder.root(), temp.resolve("state"));
    start();
    assertThat(catalog().byPath("/a")).isEmpty();
    assertThat(catalog().list("/", "", 10).orElseThrow().entries()).isEmpty();
  }

  @Test
  void open_offersNothingYet() throws Exception {
    folder.write("/a", CONTENT);
    var catalog = open(Duration.ofDays(1));
    assertThat(catalog.byPath("/a")).isEmpty();
    assertThat(catalog.urls()).isEmpty();
    catalog.start(URLS);
    assertThat(catalog.byPath("/a")).isPresent();
    assertThat(catalog.urls()).contains(URLS);
    assertThatThrownBy(() -> catalog.start(URLS)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void torrent_foundByAllItsNames(TorrentFormat format) throws Exception {
    folder.write("/sub/a b", CONTENT);
    settings = settings.withFormat(format);
    start();
    var torrent = torrent("/sub/a b");
    assertThat(torrent.info().name()).isEqualTo("a b");
    assertThat(torrent.info().format()).isEqualTo(format);
    assertThat(torrent.sha256()).isEqualTo(Sha256.digest(CONTENT));
    assertThat(torrent.metainfo().urls()).isEqualTo(URLS.of("/sub/a b"));
    assertThat(torrent.key().swarmHashes()).hasSize(format == TorrentFormat.HYBRID ? 2 : 1);
    for (var hash : torrent.key().swarmHashes()) {
      assertThat(catalog().byInfoHash(hash)).contains(torrent);
      assertThat(catalog().offers(hash)).isTrue();
    }
    assertThat(catalog().byRequestHash(URLS.requestHash("/sub/a b"))).contains(torrent);
    var bytes = new byte[torrent.toByteBuffer().remaining()];
    torrent.toByteBuffer().get(bytes);
    assertThat(Metainfo.parse(bytes)).isEqualTo(torrent.metainfo());
    assertThat(torrent.etag()).matches("\"[0-9a-f]{32}\"");
    assertThat(offer("/sub/a b").progress()).isEmpty();
  }

  @Test
  void offer_whatIsSeenOfTheFile() throws Exception {
    Path file = folder.write("/sub/a", CONTENT);
    start();
    var offer = offer("/sub/a");
    assertThat(offer.path()).isEqualTo("/sub/a");
    assertThat(offer.name()).isEqualTo("a");
    assertThat(offer.length()).isEqualTo(100_000);
    assertThat(offer.lastModified()).isEqualTo(Files.getLastModifiedTime(file).toInstant());
    try (var content = offer.open()) {
      var buffer = ByteBuffer.allocate(100_000);
      content.read(buffer, 0);
      content.verify();
      assertThat(buffer.array()).isEqualTo(CONTENT);
    }
  }

  @Test
  void etag_followsTheContent() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/same", CONTENT);
    start();
    torrent("/a");
    torrent("/same");
    String first = offer("/a").etag();
    assertThat(first).matches("\"[0-9a-f]{32}-1\"").isEqualTo(offer("/same").etag());
    folder.replace("/a", OTHER);
    String unhashed = offer("/a").etag();
    assertThat(unhashed).matches("\"v[0-9a-f]{32}-1\"");
    torrent("/a");
    String second = offer("/a").etag();
    assertThat(second).matches("\"[0-9a-f]{32}-1\"").isNotEqualTo(first);
    folder.overwriteUnderSameTime("/a", CONTENT);
    awaitOtherEtagThan(second);
    assertThat(offer("/a").etag()).isNotEqualTo(unhashed);
    torrent("/a");
    assertThat(offer("/a").etag()).isEqualTo(first);
  }

  @Test
  void list_offersAndFolders() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/sub/b", OTHER);
    var catalog = open(Duration.ofDays(1));
    assertThat(catalog.list("/", "", 10)).isEmpty();
    assertThat(catalog.kindOf("/sub")).isEqualTo(PathKind.NOTHING);
    catalog.start(URLS);
    torrent("/a");
    var page = catalog.list("/", "", 10).orElseThrow();
    assertThat(page.entries()).extracting(FolderEntry::name).containsExactly("a", "sub");
    assertThat(page.more()).isFalse();
    assertThat(page.entries().get(1)).isEqualTo(new FolderEntry.Folder("sub"));
    var offer = ((FolderEntry.File) page.entries().get(0)).offer();
    assertThat(offer.path()).isEqualTo("/a");
    assertThat(offer.torrent()).contains(torrent("/a"));
    assertThat(catalog.kindOf("/sub")).isEqualTo(PathKind.FOLDER);
    assertThatThrownBy(() -> catalog.list("/", "", 0))
        .hasMessage("a page of 1 entry or more, not 0");
  }

  @Test
  void requestTorrent_emptyFile() throws Exception {
    folder.write("/empty", new byte[0]);
    folder.write("/z", CONTENT);
    start();
    assertThat(news.next()).isEqualTo("offered /z");
    var offer = offer("/empty");
    assertThat(offer.torrent()).isEmpty();
    assertThat(offer.etag()).startsWith("\"v");
    assertThatThrownBy(() -> torrent("/empty"))
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("/empty: an empty file has no torrent");
    assertThat(catalog().stats().torrents()).isEqualTo(1);
  }

  @Test
  void requestTorrent_belowLinkedFolder() throws Exception {
    folder.write("/real/a", CONTENT);
    folder.link("/link", "real");
    start();
    assertThat(news.next()).isEqualTo("offered /real/a");
    assertThat(offer("/link/a").length()).isEqualTo(100_000);
    assertThat(catalog().byRequestHash(URLS.requestHash("/link/a"))).isEmpty();
    assertThat(torrent("/link/a").sha256()).isEqualTo(Sha256.digest(CONTENT));
    assertThat(news.rest()).containsExactly("offered /link/a");
  }

  @Test
  void byInfoHash_sameFileUnderTwoPaths() throws Exception {
    folder.write("/1/a", CONTENT);
    folder.write("/2/a", CONTENT);
    start();
    var hash = torrent("/1/a").info().swarmHash();
    assertThat(torrent("/2/a").info().swarmHash()).isEqualTo(hash);
    Files.delete(folder.at("/1/a"));
    assertThat(catalog().byInfoHash(hash).orElseThrow().key().path()).isEqualTo("/2/a");
    assertThat(catalog().byPath("/1/a")).isEmpty();
    assertThat(catalog().offers(hash)).isTrue();
  }
}
