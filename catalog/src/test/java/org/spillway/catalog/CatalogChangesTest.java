package org.spillway.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathKind;
import org.spillway.torrent.Sha256;

/** Files that change, come and go while they are offered. */
class CatalogChangesTest extends CatalogTestBase {
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

  /** Until the change shows, the offer is the old one and gives the old bytes only. */
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

  /** A caller that finds it out by opening need not wait for the next look. */
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
}
