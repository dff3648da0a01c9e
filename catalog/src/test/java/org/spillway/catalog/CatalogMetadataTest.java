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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.folder.FileTree;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.Sha256;

/** Files whose status changes, and whose bytes mostly do not. */
class CatalogMetadataTest {
  private static final PublicUrls URLS =
      new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of());
  private static final int LENGTH = 300_000;
  private static final byte[] CONTENT = Folder.bytes(1, LENGTH);
  private static final byte[] OTHER = Folder.bytes(2, LENGTH);

  @TempDir Path temp;
  private final RecordingListener news = new RecordingListener();
  private Folder folder;
  private Path path;
  private @Nullable Catalog running;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    path = folder.write("/a", CONTENT);
  }

  @AfterEach
  void close() {
    if (running != null) {
      running.close();
    }
  }

  private void start(Duration recheck) throws Exception {
    var settings = CatalogSettings.of(folder.root(), temp.resolve("state")).withInclude("**");
    running = Catalog.open(settings.withRecheck(recheck));
    running.addListener(news);
    running.start(URLS);
    news.awaitSettled();
    assertThat(news.next()).isEqualTo("offered /a");
  }

  private Catalog catalog() {
    return Objects.requireNonNull(running);
  }

  /** Returns the offer with its tag, which is made when it is asked for. */
  private Offer offer() {
    var offer = catalog().byPath("/a").orElseThrow();
    assertThat(offer.etag()).isEqualTo(offer.etag());
    return offer;
  }

  private static byte[] read(Content content) throws IOException {
    var buffer = ByteBuffer.allocate((int) content.length());
    content.read(buffer, 0);
    content.verify();
    return buffer.array();
  }

  /** Everything that the world can see of the file is as it was. */
  private void assertSameAs(Offer before) throws IOException {
    var now = offer();
    assertThat(now.etag()).isEqualTo(before.etag());
    assertThat(now.lastModified()).isEqualTo(before.lastModified());
    var torrent = now.torrent().orElseThrow();
    assertThat(torrent.sha256()).isEqualTo(Sha256.digest(CONTENT));
    assertThat(catalog().byRequestHash(URLS.requestHash("/a"))).isPresent();
    assertThat(catalog().byInfoHash(torrent.info().swarmHash())).isPresent();
    try (var content = now.open();
        var seeded = torrent.open()) {
      assertThat(read(content)).isEqualTo(CONTENT);
      assertThat(read(seeded)).isEqualTo(CONTENT);
    }
  }

  @Test
  void links_leaveAllAsItIs() throws Exception {
    start(Duration.ofMillis(5));
    var before = offer();
    try (var http = before.open();
        var seeded = before.torrent().orElseThrow().open()) {
      for (int night = 0; night < 10; night++) {
        Path snapshot = Files.createDirectory(temp.resolve("snapshot" + night));
        Files.createLink(snapshot.resolve("a"), path);
        assertThat(read(http)).isEqualTo(CONTENT);
        assertThat(read(seeded)).isEqualTo(CONTENT);
        assertSameAs(before);
      }
    }
    await("the file as it is now")
        .until(
            () ->
                catalog().byPath("/a").filter(now -> now.file().equals(sourceFile())).isPresent());
    assertThat(news.rest()).isEmpty();
    assertThat(catalog().stats().bytesHashed()).isEqualTo(LENGTH);
  }

  /** Returns the file as it is on the disk now, and will be offered once it is confirmed. */
  private SourceFile sourceFile() {
    try {
      return new FileTree(folder.root(), PathFilter.ALL).find("/a").orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void restart_afterASnapshotHashesNothing() throws Exception {
    start(Duration.ofDays(1));
    var before = offer();
    assertThat(before.torrent()).isPresent();
    for (int night = 0; night < 2; night++) {
      catalog().close();
      Files.createLink(temp.resolve("link" + night), path);
      start(Duration.ofDays(1));
      assertSameAs(before);
      assertThat(catalog().stats().bytesHashed()).isZero();
    }
  }

  @Test
  void permissions_closedAndOpenedAgainHashesNothing() throws Exception {
    start(Duration.ofMillis(5));
    var before = offer();
    assertThat(before.torrent()).isPresent();
    Folder.permit(path, "rw-rw-r--");
    assertSameAs(before);
    Folder.permit(path, "rw-r-----");
    assertThat(news.next()).isEqualTo("withdrawn /a");
    assertThat(catalog().byPath("/a")).isEmpty();
    Folder.permit(path, "rw-r--r--");
    assertThat(news.next()).isEqualTo("offered /a");
    assertSameAs(before);
    assertThat(catalog().stats().bytesHashed()).isEqualTo(LENGTH);
  }

  @Test
  void byteUnderTheSameTime_isFoundOut() throws Exception {
    start(Duration.ofMillis(5));
    var before = offer();
    var torrent = before.torrent().orElseThrow();
    try (var http = before.open()) {
      byte[] almost = CONTENT.clone();
      almost[LENGTH - 1]++;
      folder.overwriteUnderSameTime("/a", almost);
      assertThatThrownBy(() -> read(http)).isInstanceOf(ContentChangedException.class);
      assertThat(news.next()).isEqualTo("withdrawn /a");
      assertThat(news.next()).isEqualTo("offered /a");
      var sha256 = offer().torrent().orElseThrow().sha256();
      assertThat(sha256).isEqualTo(Sha256.digest(almost));
      assertThat(catalog().offers(torrent.info().swarmHash())).isFalse();
    }
  }

  /** Nobody reads the file, so only the confirmation, which looks at both ends, can find it out. */
  @Test
  void byteUnderTheSameTime_isFoundOutInTheBackground() throws Exception {
    start(Duration.ofMillis(5));
    byte[] almost = CONTENT.clone();
    almost[LENGTH - 1]++;
    folder.overwriteUnderSameTime("/a", almost);
    assertThat(news.next()).isEqualTo("withdrawn /a");
    assertThat(news.next()).isEqualTo("offered /a");
    assertThat(offer().torrent().orElseThrow().sha256()).isEqualTo(Sha256.digest(almost));
  }

  @Test
  void touch_keepsTheTorrentWhileItIsHashedAgain() throws Exception {
    start(Duration.ofDays(1));
    var before = offer();
    var torrent = before.torrent().orElseThrow();
    try (var http = before.open();
        var seeded = torrent.open()) {
      Files.setLastModifiedTime(path, FileTime.fromMillis(0));
      assertThat(read(http)).isEqualTo(CONTENT);
      assertThat(read(seeded)).isEqualTo(CONTENT);
      var touched = offer();
      assertThat(touched.lastModified().toEpochMilli()).isZero();
      assertThat(catalog().offers(torrent.info().swarmHash())).isTrue();
      assertThat(catalog().byInfoHash(torrent.info().swarmHash())).isPresent();
      assertThat(touched.requestTorrent().get(60, SECONDS).info()).isEqualTo(torrent.info());
      assertThat(offer().etag()).isEqualTo(before.etag());
      assertThat(read(http)).isEqualTo(CONTENT);
    }
    assertThat(news.rest()).doesNotContain("withdrawn /a");
  }

  /** It is as long as before, and could be one that was touched. */
  @Test
  void otherBytesOfTheSameLength_replaceTheTorrent() throws Exception {
    start(Duration.ofDays(1));
    var before = offer();
    var torrent = before.torrent().orElseThrow();
    Files.write(path, OTHER, StandardOpenOption.WRITE);
    var now = offer();
    assertThat(now.etag()).isNotEqualTo(before.etag());
    assertThat(now.requestTorrent().get(60, SECONDS).sha256()).isEqualTo(Sha256.digest(OTHER));
    await("the withdrawal").until(() -> !catalog().offers(torrent.info().swarmHash()));
    assertThatThrownBy(() -> read(torrent.open())).isInstanceOf(ContentChangedException.class);
  }

  @Test
  void appended_isOfferedAsFarAsItGoes() throws Exception {
    start(Duration.ofDays(1));
    var before = offer();
    try (var http = before.open()) {
      for (int length = LENGTH + 1; length < LENGTH + 100; length++) {
        Files.write(path, new byte[1], StandardOpenOption.APPEND);
        var now = offer();
        assertThat(now.length()).isEqualTo(length);
        assertThat(now.isGrowing()).isTrue();
        assertThat(now.etag()).isEmpty();
        assertThat(now.isEtag("")).isFalse();
        assertThat(now.torrent()).isEmpty();
        try (var growing = now.open()) {
          Files.write(path, new byte[0], StandardOpenOption.APPEND);
          assertThat(read(growing)).hasSize(length).startsWith(CONTENT);
        }
      }
      assertThat(read(http)).isEqualTo(CONTENT);
    }
    assertThat(news.rest()).containsExactly("withdrawn /a");
    assertThat(offer().requestTorrent().get(60, SECONDS).info().length()).isEqualTo(LENGTH + 99);
    assertThat(offer().isGrowing()).isFalse();
    assertThat(offer().etag()).isNotEmpty();
  }
}
