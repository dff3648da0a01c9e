package org.spillway.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder, and the catalog that offers it. */
abstract class CatalogTestBase {
  static final PublicUrls URLS =
      new PublicUrls(
          URI.create("http://dl.example.org/pub"),
          List.of(List.of("http://dl.example.org/announce")),
          List.of("http://dl.example.org/seed"),
          List.of());

  static final byte[] CONTENT = Folder.bytes(1, 100_000);
  static final byte[] OTHER = Folder.bytes(2, 100_000);
  static final byte[] LONGER = Folder.bytes(2, 100_001);

  @TempDir Path temp;
  Folder folder;
  CatalogSettings settings;
  final RecordingListener news = new RecordingListener();
  @Nullable Catalog running;

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
  void start() throws Exception {
    start(Duration.ofDays(1));
  }

  /** Returns when the first look is over: what changes from then on, it does not find. */
  void start(Duration recheck) throws Exception {
    open(recheck).addListener(news);
    catalog().start(URLS);
    news.awaitSettled();
  }

  Catalog open(Duration recheck) throws IOException {
    running = Catalog.open(settings.withRecheck(recheck));
    return running;
  }

  Catalog catalog() {
    return Objects.requireNonNull(running);
  }

  void restart() throws Exception {
    catalog().close();
    start();
  }

  Offer offer(String path) {
    return catalog().byPath(path).orElseThrow();
  }

  OfferedTorrent torrent(String path) throws Exception {
    return offer(path).requestTorrent().get(60, SECONDS);
  }

  void awaitOtherEtagThan(String etag) {
    await("another tag").until(() -> !offer("/a").etag().equals(etag));
  }
}
