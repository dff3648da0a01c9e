package org.spillway.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathKind;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;

class CatalogTest {
  private static final PublicUrls URLS =
      new PublicUrls(
          URI.create("http://dl.example.org/pub"),
          List.of(List.of("http://dl.example.org/announce")),
          List.of("http://dl.example.org/seed"),
          List.of());
  private static final byte[] CONTENT = Folder.bytes(1, 100_000);
  private static final byte[] OTHER = Folder.bytes(2, 100_000);
  private static final byte[] LONGER = Folder.bytes(2, 100_001);

  @TempDir Path temp;
  private Folder folder;
  private CatalogSettings settings;
  private final RecordingListener news = new RecordingListener();
  private @Nullable Catalog running;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    settings = CatalogSettings.of(folder.root(), temp.resolve("state")).withInclude("**");
  }

  @AfterEach
  void close() {
    if (running != null) {
      running.close();
    }
  }

  /** Looks at the tree once only, as far as tests can tell. */
  private void start() throws Exception {
    start(Duration.ofDays(1));
  }

  /** Returns when the first look is over: what changes from then on, it does not find. */
  private void start(Duration recheck) throws Exception {
    open(recheck).addListener(news);
    catalog().start(URLS);
    news.awaitSettled();
  }

  private Catalog open(Duration recheck) throws IOException {
    running = Catalog.open(settings.withRecheck(recheck));
    return running;
  }

  private Catalog catalog() {
    return Objects.requireNonNull(running);
  }

  private void restart() throws Exception {
    catalog().close();
    start();
  }

  private Offer offer(String path) {
    return catalog().byPath(path).orElseThrow();
  }

  private OfferedTorrent torrent(String path) throws Exception {
    return offer(path).requestTorrent().get(60, SECONDS);
  }

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

  private void awaitOtherEtagThan(String etag) {
    await("another tag").until(() -> !offer("/a").etag().equals(etag));
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
  void byPath_changedFileWithdrawsItsTorrentFirst() throws Exception {
    folder.write("/a", CONTENT);
    start();
    assertThat(news.next()).isEqualTo("offered /a");
    var old = torrent("/a");
    var oldOffer = offer("/a");
    Files.write(folder.at("/a"), LONGER);
    assertThat(offer("/a").torrent()).isEmpty();
    assertThat(news.rest()).containsExactly("withdrawn /a");
    assertThat(catalog().offers(old.info().swarmHash())).isFalse();
    assertThat(catalog().byInfoHash(old.info().swarmHash())).isEmpty();
    assertThat(catalog().byRequestHash(old.key().requestHash())).isEmpty();
    assertUnreadable(old.open());
    assertThatThrownBy(oldOffer::open).isInstanceOf(ContentChangedException.class);
    assertThat(torrent("/a").sha256()).isEqualTo(Sha256.digest(LONGER));
    assertThat(news.next()).isEqualTo("offered /a");
  }

  private static void assertUnreadable(Content opened) throws IOException {
    try (var content = opened) {
      content.read(ByteBuffer.allocate(1), 0);
      assertThatThrownBy(content::verify).isInstanceOf(ContentChangedException.class);
    }
  }

  /** Until then the offer is the old one, and gives no bytes but the old ones. */
  @Test
  void byPath_changeUnderTheSameTimeShowsSoon() throws Exception {
    folder.write("/a", CONTENT);
    start();
    assertThat(news.next()).isEqualTo("offered /a");
    var oldest = offer("/a");
    folder.overwriteUnderSameTime("/a", OTHER);
    assertUnreadable(oldest.open());
    assertThat(offer("/a")).isNotSameAs(oldest);
    assertThat(news.next(2)).containsExactly("withdrawn /a", "offered /a");
    var old = offer("/a");
    assertThat(old.torrent()).isPresent();
    folder.overwriteUnderSameTime("/a", CONTENT);
    awaitOtherEtagThan(old.etag());
    assertThatThrownBy(() -> oldest.requestTorrent().get(60, SECONDS))
        .hasCauseInstanceOf(ContentChangedException.class);
  }

  private void awaitOtherThan(Offer offer) {
    await("another offer")
        .until(() -> catalog().byPath(offer.path()).filter(offer::equals).isEmpty());
  }

  @Test
  void byPath_sameOfferUntilSomethingChanges() throws Exception {
    folder.write("/sub/a", CONTENT);
    folder.link("/sub/link", "a");
    start();
    torrent("/sub/a");
    torrent("/sub/link");
    var offer = offer("/sub/a");
    var link = offer("/sub/link");
    for (int i = 0; i < 100; i++) {
      assertThat(offer("/sub/a")).isSameAs(offer);
      assertThat(offer("/sub/link")).isSameAs(link);
    }
    folder.replace("/sub/a", CONTENT);
    assertThat(offer("/sub/a")).isNotSameAs(offer);
    assertThat(offer("/sub/link")).isNotSameAs(link);
  }

  @Test
  void byPath_accessWithdrawn() throws Exception {
    folder.write("/sub/a", CONTENT);
    folder.link("/link", "sub/a");
    start();
    torrent("/sub/a");
    torrent("/link");
    Folder.permit(folder.at("/sub/a"), "rw-r-----");
    assertThat(catalog().byPath("/sub/a")).isEmpty();
    assertThat(catalog().byPath("/link")).isEmpty();
    assertThat(catalog().kindOf("/sub/a")).isEqualTo(PathKind.DENIED);
    assertThat(news.next(4)).endsWith("withdrawn /sub/a", "withdrawn /link");
    Folder.permit(folder.at("/sub/a"), "rw-r--r--");
    assertThat(offer("/sub/a").torrent()).isPresent();
    Folder.permit(folder.at("/sub"), "rwxr-x---");
    awaitNothingAt("/sub/a");
    assertThat(catalog().kindOf("/sub/a")).isEqualTo(PathKind.DENIED);
  }

  private void awaitNothingAt(String path) {
    await("no offer of " + path).until(() -> catalog().byPath(path).isEmpty());
  }

  /** Whoever finds it out by opening need not wait for the next look. */
  @Test
  void byPath_accessWithdrawnWhileItIsOpened() throws Exception {
    folder.write("/sub/deep/a", CONTENT);
    start();
    var offer = offer("/sub/deep/a");
    Folder.permit(folder.at("/sub"), "rwxr-x---");
    assertThatThrownBy(offer::open).isInstanceOf(ContentChangedException.class);
    assertThat(catalog().byPath("/sub/deep/a")).isEmpty();
  }

  @Test
  void byPath_folderReplacedByAnother() throws Exception {
    folder.write("/sub/a", CONTENT);
    folder.write("/sub2/a", CONTENT);
    start();
    var offer = offer("/sub/a");
    Files.move(folder.at("/sub"), folder.at("/sub1"));
    Files.move(folder.at("/sub2"), folder.at("/sub"));
    var other = offer("/sub/a");
    assertThat(other).isNotSameAs(offer);
    Files.move(folder.at("/sub"), folder.at("/sub2"));
    folder.link("/sub", "sub1");
    awaitOtherThan(other);
    try (var content = offer("/sub/a").open()) {
      assertThat(content.length()).isEqualTo(100_000);
    }
  }

  @Test
  void byInfoHash_changedFileIsNotLentToIt() throws Exception {
    folder.write("/a", CONTENT);
    start();
    var old = torrent("/a");
    folder.replace("/a", OTHER);
    assertThat(catalog().byInfoHash(old.info().swarmHash())).isEmpty();
    assertThat(catalog().stats().torrents()).isZero();
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

  @Test
  void torrentOf_outdatedOfferDoesNoHarm() throws Exception {
    folder.write("/a", CONTENT);
    start();
    torrent("/a");
    var outdated = offer("/a");
    folder.replace("/a", OTHER);
    var current = torrent("/a");
    news.rest();
    assertThat(outdated.torrent()).isEmpty();
    assertThat(outdated.etag()).startsWith("\"v");
    assertThatThrownBy(() -> outdated.requestTorrent().get(60, SECONDS))
        .hasCauseInstanceOf(ContentChangedException.class);
    assertThat(catalog().byInfoHash(current.info().swarmHash())).contains(current);
    assertThat(news.rest()).isEmpty();
  }

  @Test
  void recheck_hearsOfEveryChange() throws Exception {
    folder.write("/sub/a", CONTENT);
    start(Duration.ofMillis(5));
    assertThat(news.next()).isEqualTo("offered /sub/a");
    folder.replace("/sub/a", OTHER);
    assertThat(news.next()).isEqualTo("withdrawn /sub/a");
    assertThat(news.next()).isEqualTo("offered /sub/a");
    Folder.permit(folder.at("/sub/a"), "rw-rw----");
    assertThat(news.next()).isEqualTo("withdrawn /sub/a");
    Folder.permit(folder.at("/sub/a"), "rw-r--r--");
    assertThat(news.next()).isEqualTo("offered /sub/a");
    Folder.permit(folder.at("/sub"), "rwxr-x---");
    assertThat(news.next()).isEqualTo("withdrawn /sub/a");
    Folder.permit(folder.at("/sub"), "rwxr-xr-x");
    assertThat(news.next()).isEqualTo("offered /sub/a");
  }

  /** An empty file has no torrent that could take the place of the old one. */
  @Test
  void recheck_emptiedFileIsWithdrawn() throws Exception {
    folder.write("/a", CONTENT);
    start(Duration.ofMillis(5));
    assertThat(news.next()).isEqualTo("offered /a");
    Files.write(folder.at("/a"), new byte[0]);
    assertThat(news.next()).isEqualTo("withdrawn /a");
    assertThat(catalog().stats().torrents()).isZero();
    folder.replace("/a", OTHER);
    assertThat(news.next()).isEqualTo("offered /a");
  }

  /** A folder's permissions leave the file as it was: its hashes are still good. */
  @Test
  void recheck_folderClosedAndOpenedAgain() throws Exception {
    folder.write("/sub/a", CONTENT);
    start(Duration.ofMillis(5));
    assertThat(news.next()).isEqualTo("offered /sub/a");
    var key = torrent("/sub/a").key();
    Folder.permit(folder.at("/sub"), "rwxr-x---");
    assertThat(news.next()).isEqualTo("withdrawn /sub/a");
    assertNotOffered(key);
    Folder.permit(folder.at("/sub"), "rwxr-xr-x");
    assertThat(news.next()).isEqualTo("offered /sub/a");
    assertOffered(key);
    assertThat(catalog().stats().bytesHashed()).isEqualTo(100_000);
  }

  /** Its bytes are likely to be the same, and are compared when they are sent. */
  @Test
  void recheck_fileClosedAndOpenedAgain() throws Exception {
    folder.write("/a", CONTENT);
    start(Duration.ofMillis(5));
    assertThat(news.next()).isEqualTo("offered /a");
    var key = torrent("/a").key();
    Folder.permit(folder.at("/a"), "rw-r-----");
    assertThat(news.next()).isEqualTo("withdrawn /a");
    assertNotOffered(key);
    Folder.permit(folder.at("/a"), "rw-r--r--");
    assertThat(news.next()).isEqualTo("offered /a");
    assertOffered(key);
  }

  private void assertNotOffered(TorrentKey key) {
    var hash = key.swarmHashes().get(0);
    assertThat(catalog().offers(hash)).isFalse();
    assertThat(catalog().byInfoHash(hash)).isEmpty();
    assertThat(catalog().byRequestHash(key.requestHash())).isEmpty();
    assertThat(catalog().byPath(key.path())).isEmpty();
    assertThat(catalog().stats().torrents()).isZero();
  }

  private void assertOffered(TorrentKey key) {
    var hash = key.swarmHashes().get(0);
    assertThat(catalog().offers(hash)).isTrue();
    assertThat(catalog().byInfoHash(hash).orElseThrow().key()).isEqualTo(key);
    assertThat(catalog().byRequestHash(key.requestHash()).orElseThrow().key()).isEqualTo(key);
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
