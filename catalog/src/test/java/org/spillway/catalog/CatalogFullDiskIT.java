package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.SmallDisk;

/** A state folder in a file system in memory that has no room. */
class CatalogFullDiskIT {
  private static final Logger LOGGER = Logger.getLogger("org.spillway.catalog");
  private static final int FILES = 20;

  @TempDir private Path temp;
  private final Messages messages = new Messages();
  private Folder folder;
  private Path state;
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    IntStream.range(0, FILES).forEach(i -> folder.write("/f" + i, Folder.bytes(i, 1000)));
    state = Files.createDirectory(temp.resolve("state"));
    disk = SmallDisk.mount(state);
    LOGGER.addHandler(messages);
  }

  @AfterEach
  void unmount() throws Exception {
    LOGGER.removeHandler(messages);
    disk.close();
  }

  private Catalog open(Path root) throws IOException {
    var settings = CatalogSettings.of(root, state).withInclude("**");
    var catalog = Catalog.open(settings.withRecheck(Duration.ofMillis(50)));
    catalog.start(
        new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of()));
    return catalog;
  }

  private static void awaitTorrents(Catalog catalog, int count) {
    await("the torrents").until(() -> catalog.stats().torrents() == count);
  }

  private void awaitWritten() {
    await("the end of the trouble").until(() -> messages.count("can be written again") == 1);
  }

  private void assertKnowsAll(Path root, int count) throws IOException {
    try (var again = open(root)) {
      awaitTorrents(again, count);
      assertThat(again.stats().bytesHashed()).as("bytes hashed again").isZero();
    }
  }

  @Test
  void full_atTheFirstStart_isWrittenOnceThereIsRoom() throws Exception {
    disk.fill();
    try (var catalog = open(folder.root())) {
      awaitTorrents(catalog, FILES);
      assertThat(messages.count("cannot be written")).isOne();
      assertThat(messages.count(state + " cannot be written")).isOne();
      assertThat(messages.count("Make room there")).isOne();
      disk.makeRoom();
      awaitWritten();
      assertThat(state.resolve("content-root")).content().isEqualTo(folder.root().toString());
    }
    assertKnowsAll(folder.root(), FILES);
    assertThat(messages.count("content is lost")).isZero();
    assertThat(messages.count("recheck ended")).isZero();
  }

  @Test
  void fillsUp_andTheDiskStaysFullToTheEnd() throws Exception {
    try (var catalog = open(folder.root())) {
      awaitTorrents(catalog, FILES);
      disk.fill();
      folder.write("/late", Folder.bytes(99, 1000));
      awaitTorrents(catalog, FILES + 1);
      Files.delete(folder.at("/f0"));
      awaitTorrents(catalog, FILES);
      disk.makeRoom();
    }
    // What waits is written at the end.
    assertKnowsAll(folder.root(), FILES);
  }

  @Test
  void full_whenTheRootIsAnotherOne() throws Exception {
    try (var catalog = open(folder.root())) {
      awaitTorrents(catalog, FILES);
    }
    disk.fill();
    var other = new Folder(Files.createDirectory(temp.resolve("other")));
    other.write("/f0", Folder.bytes(77, 1000));
    try (var catalog = open(other.root())) {
      awaitTorrents(catalog, 1);
      assertThat(state.resolve("content-root")).content().isEqualTo(folder.root().toString());
      disk.makeRoom();
      awaitWritten();
      assertThat(state.resolve("content-root")).content().isEqualTo(other.root().toString());
    }
    assertKnowsAll(other.root(), 1);
  }

  /** All that the catalog tells the operator. */
  private static final class Messages extends Handler {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final SimpleFormatter format = new SimpleFormatter();

    @Override
    public void publish(LogRecord event) {
      told.add(format.formatMessage(event));
    }

    private long count(String part) {
      return told.stream().filter(message -> message.contains(part)).count();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
