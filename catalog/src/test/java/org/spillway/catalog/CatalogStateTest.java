package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;

/** What is there after a restart, and which folders cannot be used. */
class CatalogStateTest extends CatalogTestBase {
  /** What was offered before the operator excluded it is not offered again. */
  @Test
  void restart_withOtherGlobs() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/b", OTHER);
    start();
    news.next(2);
    var hash = torrent("/a").info().swarmHash();
    settings = settings.withExclude("a");
    restart();
    assertThat(news.next()).isEqualTo("offered /b");
    assertThat(catalog().byPath("/a")).isEmpty();
    assertThat(catalog().byInfoHash(hash)).isEmpty();
    assertThat(catalog().offers(hash)).isFalse();
  }

  @Test
  void addListener_oneThatThrows() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/b", CONTENT);
    open(Duration.ofMillis(5));
    catalog()
        .addListener(
            new CatalogListener() {
              @Override
              public void offered(OfferedTorrent torrent) {
                throw new IllegalStateException("on purpose");
              }

              @Override
              public void withdrawn(TorrentKey key) {
                throw new IllegalStateException("on purpose");
              }
            });
    catalog().addListener(news);
    catalog().start(URLS);
    assertThat(news.next(2)).containsExactlyInAnyOrder("offered /a", "offered /b");
    Files.delete(folder.at("/a"));
    assertThat(news.next()).isEqualTo("withdrawn /a");
    folder.write("/c", CONTENT);
    assertThat(news.next()).isEqualTo("offered /c");
  }

  @ParameterizedTest
  @EnumSource
  void restart_hashesNothing(TorrentFormat format) throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/sub/b", OTHER);
    settings = settings.withFormat(format);
    start();
    news.next(2);
    var before = torrent("/a").toByteBuffer();
    restart();
    assertThat(news.next(2)).containsExactlyInAnyOrder("offered /a", "offered /sub/b");
    assertThat(catalog().stats()).isEqualTo(new CatalogStats(2, 200_000, 0, 0));
    assertThat(torrent("/a").toByteBuffer()).isEqualTo(before);
  }

  @Test
  void restart_hashesWhatChanged() throws Exception {
    folder.write("/a", CONTENT);
    folder.write("/b", OTHER);
    start();
    news.next(2);
    catalog().close();
    folder.overwriteUnderSameTime("/a", OTHER);
    start();
    assertThat(news.next(4)).containsOnlyOnce("offered /b", "withdrawn /a").endsWith("offered /a");
    assertThat(torrent("/a").sha256()).isEqualTo(Sha256.digest(OTHER));
    assertThat(catalog().stats().bytesHashed()).isEqualTo(100_000);
  }

  @Test
  void restart_inAnotherFormat() throws Exception {
    folder.write("/a", CONTENT);
    start();
    news.next();
    settings = settings.withFormat(TorrentFormat.HYBRID);
    restart();
    news.next();
    assertThat(torrent("/a").info().format()).isEqualTo(TorrentFormat.HYBRID);
    assertThat(catalog().stats().bytesHashed()).isEqualTo(100_000);
  }

  @Test
  void restart_damagedRecordIsMadeAnew() throws Exception {
    folder.write("/a", CONTENT);
    start();
    assertThat(news.next()).isEqualTo("offered /a");
    var before = torrent("/a").toByteBuffer();
    catalog().close();
    try (Stream<Path> files = Files.walk(temp.resolve("state/torrents"))) {
      Files.write(files.filter(Files::isRegularFile).toList().get(0), new byte[5]);
    }
    start();
    news.next();
    assertThat(torrent("/a").toByteBuffer()).isEqualTo(before);
    assertThat(catalog().stats().bytesHashed()).isEqualTo(100_000);
    restart();
    news.next();
    assertThat(catalog().stats().bytesHashed()).isZero();
  }

  @Test
  void torrent_offeredThoughStateDirCannotBeWritten() throws Exception {
    start();
    Files.delete(temp.resolve("state/unfinished"));
    Files.createFile(temp.resolve("state/unfinished"));
    folder.write("/a", CONTENT);
    assertThat(torrent("/a").sha256()).isEqualTo(Sha256.digest(CONTENT));
    assertThat(offer("/a").torrent()).isPresent();
    Files.delete(temp.resolve("state/unfinished"));
  }

  @Test
  void open_sameStateDirTwice() throws Exception {
    start();
    assertThatThrownBy(() -> Catalog.open(settings))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("state-dir: " + settings.stateDir())
        .hasMessageEndingWith("another process uses it");
  }

  @Test
  void open_noContentRoot() {
    var wrong = CatalogSettings.of(temp.resolve("none"), temp.resolve("state"));
    assertThatThrownBy(() -> Catalog.open(wrong))
        .isInstanceOf(IOException.class)
        .hasMessage("content.root: " + temp.resolve("none") + " is not a folder");
  }

  @Test
  void open_stateDirWithinRootByLink() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder.root());
    var state = link.resolve("deep/state");
    assertThatThrownBy(() -> Catalog.open(CatalogSettings.of(folder.root(), state)))
        .isInstanceOf(IOException.class)
        .hasMessage("state-dir: " + state + " must not lie within content.root, " + folder.root());
    assertThat(folder.at("/deep")).doesNotExist();
  }

  @Test
  void close_twiceAndThenAsked() throws Exception {
    folder.write("/a", CONTENT);
    start();
    news.next();
    catalog().close();
    catalog().close();
    folder.write("/b", CONTENT);
    assertThatThrownBy(() -> torrent("/b")).hasRootCauseMessage("/b: the catalog is closed");
  }
}
