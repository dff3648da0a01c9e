package org.spillway.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that is lost is not content that was removed. */
class CatalogOutageTest {
  private static final PublicUrls URLS =
      new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of());
  private static final byte[] CONTENT = Folder.bytes(1, 100_000);

  @TempDir Path temp;
  private Folder folder;
  private CatalogSettings settings;
  private RecordingListener news = new RecordingListener();
  private @Nullable Catalog running;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    settings =
        CatalogSettings.of(folder.root(), temp.resolve("state"))
            .withInclude("**")
            .withRecheck(Duration.ofMillis(5));
    folder.write("/a", CONTENT);
    folder.write("/sub/b", CONTENT);
  }

  @AfterEach
  void close() {
    if (running != null) {
      running.close();
    }
  }

  private void start() throws Exception {
    close();
    news = new RecordingListener();
    running = Catalog.open(settings);
    running.addListener(news);
    running.start(URLS);
    news.awaitSettled();
  }

  private Catalog catalog() {
    return Objects.requireNonNull(running);
  }

  /** Makes the root look like an unmounted disk: another, empty folder under the same name. */
  private Path unmount() throws IOException {
    Path aside = Files.move(folder.root(), temp.resolve("aside"));
    Files.createDirectory(folder.root());
    return aside;
  }

  private void mount(Path aside) throws IOException {
    Files.delete(folder.root());
    Files.move(aside, folder.root());
  }

  private void assertHeld(String path) throws Exception {
    var offer = catalog().byPath(path).orElseThrow();
    assertThat(offer.isLost()).isTrue();
    assertThat(offer.torrent()).isPresent();
    assertThatThrownBy(offer::open).isInstanceOf(IOException.class);
    assertThat(catalog().byRequestHash(URLS.requestHash(path))).isPresent();
    assertThat(catalog().isLost("/never-offered")).isTrue();
  }

  private void assertBack(String path) throws Exception {
    var offer = catalog().byPath(path).orElseThrow();
    assertThat(offer.isLost()).isFalse();
    offer.requestTorrent().get(60, SECONDS).open().close();
    // After an outage at the start the next walk has to find something first.
    await("the end of the outage").until(() -> !catalog().isLost("/never-offered"));
  }

  @Test
  void emptyMountPoint_holdsUntilTheDiskIsBack() throws Exception {
    start();
    assertThat(news.next(2)).containsExactlyInAnyOrder("offered /a", "offered /sub/b");
    Path aside = unmount();
    assertHeld("/a");
    assertHeld("/sub/b");
    mount(aside);
    assertBack("/a");
    assertThat(news.rest()).isEmpty();
  }

  @Test
  void rootThatIsGone_holds() throws Exception {
    start();
    news.next(2);
    Path aside = Files.move(folder.root(), temp.resolve("aside"));
    assertHeld("/a");
    Files.move(aside, folder.root());
    assertBack("/a");
    assertThat(news.rest()).isEmpty();
  }

  @Test
  void filesRemovedFromTheRoot_areWithdrawn() throws Exception {
    start();
    news.next(2);
    Files.delete(folder.at("/a"));
    Files.delete(folder.at("/sub/b"));
    assertThat(catalog().byPath("/a")).isEmpty();
    assertThat(news.next(2)).containsExactlyInAnyOrder("withdrawn /a", "withdrawn /sub/b");
  }

  @Test
  void rootReplacedByARelease_isNoOutage() throws Exception {
    start();
    news.next(2);
    Files.move(folder.root(), temp.resolve("old"));
    Files.createDirectory(folder.root());
    folder.write("/c", CONTENT);
    assertThat(news.next(3))
        .containsExactlyInAnyOrder("withdrawn /a", "withdrawn /sub/b", "offered /c");
  }

  @Test
  void startOnEmptyMountPoint_holdsUntilTheDiskIsBack() throws Exception {
    start();
    news.next(2);
    catalog().close();
    Path aside = unmount();
    start();
    assertThat(news.next(2)).containsExactlyInAnyOrder("offered /a", "offered /sub/b");
    assertHeld("/a");
    mount(aside);
    assertBack("/sub/b");
    assertThat(news.rest()).isEmpty();
  }

  @Test
  void startWithoutRoot_holds() throws Exception {
    start();
    catalog().close();
    Path aside = Files.move(folder.root(), temp.resolve("aside"));
    start();
    assertHeld("/sub/b");
    Files.move(aside, folder.root());
    assertBack("/sub/b");
  }

  @Test
  void startOnEmptyRoot_confirmed() throws Exception {
    start();
    catalog().close();
    unmount();
    settings = settings.withConfirmEmpty(true);
    start();
    assertThat(catalog().byPath("/a")).isEmpty();
    assertThat(news.rest()).isEmpty();
    settings = settings.withConfirmEmpty(false);
    start();
    assertThat(catalog().byPath("/a")).isEmpty();
    assertThat(catalog().isLost("/a")).isFalse();
  }

  /** What was withdrawn before the end does not come back with an outage. */
  @Test
  void startOnEmptyMountPoint_holdsNoMoreThanWasOffered() throws Exception {
    start();
    news.next(2);
    Files.delete(folder.at("/a"));
    assertThat(news.next()).isEqualTo("withdrawn /a");
    catalog().close();
    unmount();
    start();
    assertThat(catalog().byPath("/a")).isEmpty();
    assertHeld("/sub/b");
  }
}
