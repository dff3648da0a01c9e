package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.s3.S3ProxyServer;
import org.spillway.catalog.s3.S3Store;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.PathKind;
import org.spillway.torrent.TorrentFormat;

/** A catalog whose files are in a bucket. */
class CatalogS3IT {
  private static final byte[] CONTENT = Folder.bytes(1, 3 * 1024 * 1024 + 1);
  private static final PublicUrls URLS =
      new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of());

  private static S3ProxyServer server;

  @TempDir Path temp;
  private final RecordingListener news = new RecordingListener();
  private S3Store store;
  private Catalog catalog;

  @BeforeAll
  static void startServer() {
    server = new S3ProxyServer();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void fill() throws IOException {
    store = server.newBucket();
    store.put("pub/a b+ü.iso", CONTENT);
    catalog = start(TorrentFormat.V1);
  }

  @AfterEach
  void close() {
    catalog.close();
    store.close();
  }

  private Catalog start(TorrentFormat format) throws IOException {
    var settings =
        CatalogSettings.of(store.root("pub"), temp.resolve("state-" + format))
            .withInclude("**")
            .withFormat(format)
            .withRecheck(Duration.ofMillis(50));
    var files = TorrentStore.open(settings.stateDir());
    var started =
        new Catalog(settings, S3Store.open(store.root("pub"), settings.stateDir()), files);
    started.addListener(news);
    started.start(URLS);
    return started;
  }

  private OfferedTorrent torrent(Catalog catalog, String path) throws Exception {
    return catalog.byPath(path).orElseThrow().requestTorrent().get(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void torrent_asOfTheSameFileOnDisk(TorrentFormat format) throws Exception {
    catalog.close();
    catalog = start(format);
    var folder = new Folder(Files.createDirectory(temp.resolve("root")));
    folder.write("/a b+ü.iso", CONTENT);
    var settings = CatalogSettings.of(folder.root(), temp.resolve("other")).withInclude("**");
    try (var onDisk = Catalog.open(settings.withFormat(format))) {
      onDisk.start(URLS);
      var expected = torrent(onDisk, "/a b+ü.iso");
      var torrent = torrent(catalog, "/a b+ü.iso");
      assertThat(torrent.toByteBuffer()).isEqualTo(expected.toByteBuffer());
      assertThat(torrent.sha256()).isEqualTo(expected.sha256());
      try (var content = torrent.open()) {
        var buffer = ByteBuffer.allocate(CONTENT.length);
        content.read(buffer, 0);
        content.verify();
        assertThat(buffer.array()).isEqualTo(CONTENT);
      }
    }
  }

  @Test
  void recheck_accessTakenAndGivenBack() throws Exception {
    assertThat(news.next()).isEqualTo("offered /a b+ü.iso");
    var hash = torrent(catalog, "/a b+ü.iso").info().swarmHashes().get(0);
    long hashed = catalog.stats().bytesHashed();
    store.deny("pub/a b+ü.iso");
    assertThat(news.next()).isEqualTo("withdrawn /a b+ü.iso");
    assertThat(catalog.byInfoHash(hash)).isEmpty();
    assertThat(catalog.kindOf("/a b+ü.iso")).isEqualTo(PathKind.DENIED);
    store.allow("pub/a b+ü.iso");
    assertThat(news.next()).isEqualTo("offered /a b+ü.iso");
    assertThat(catalog.byInfoHash(hash)).isPresent();
    assertThat(catalog.stats().bytesHashed()).isEqualTo(hashed);
  }

  @Test
  void recheck_replacedAndRemoved() throws Exception {
    assertThat(news.next()).isEqualTo("offered /a b+ü.iso");
    var old = torrent(catalog, "/a b+ü.iso");
    store.put("pub/a b+ü.iso", Folder.bytes(2, CONTENT.length));
    assertThat(news.next()).isEqualTo("withdrawn /a b+ü.iso");
    assertThatThrownBy(old::open).isInstanceOf(ContentChangedException.class);
    assertThat(news.next()).isEqualTo("offered /a b+ü.iso");
    store.remove("pub/a b+ü.iso");
    assertThat(news.next()).isEqualTo("withdrawn /a b+ü.iso");
    assertThat(catalog.list("/", "", 10)).hasValue(new FolderPage(List.of(), false));
  }

  @Test
  void start_hashesNothingAgain() throws Exception {
    assertThat(news.next()).isEqualTo("offered /a b+ü.iso");
    catalog.close();
    catalog = start(TorrentFormat.V1);
    assertThat(news.next()).isEqualTo("offered /a b+ü.iso");
    assertThat(catalog.stats().bytesHashed()).isZero();
  }

  @Test
  void recheck_serviceIsDownForAWhile() throws Exception {
    assertThat(news.next()).isEqualTo("offered /a b+ü.iso");
    var torrent = torrent(catalog, "/a b+ü.iso");
    server.stop();
    try {
      assertThat(catalog.byPath("/a b+ü.iso")).isPresent();
      assertThat(catalog.byInfoHash(torrent.info().swarmHashes().get(0))).isPresent();
      try (var content = torrent.open()) {
        assertThatThrownBy(() -> content.read(ByteBuffer.allocate(1), 0))
            .isInstanceOf(IOException.class);
      }
      assertThat(news.rest()).isEmpty();
    } finally {
      server.restart();
    }
    store.put("pub/b", new byte[1]);
    assertThat(news.next()).isEqualTo("offered /b");
  }

  @Test
  void open_stateFolderIsGivenBack() throws Exception {
    catalog.close();
    var settings =
        CatalogSettings.of(store.root("pub").withAnonymous(true), temp.resolve("state-V1"));
    assertThatThrownBy(() -> Catalog.open(settings))
        .hasMessageContaining("may not be listed without credentials");
    catalog = start(TorrentFormat.V1);
    assertThat(catalog.byPath("/a b+ü.iso")).isPresent();
  }
}
