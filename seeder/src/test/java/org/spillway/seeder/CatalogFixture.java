package org.spillway.seeder;

import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.UploadSettings;
import org.spillway.torrent.TorrentFormat;

/** A real catalog over a folder of the test. */
final class CatalogFixture implements AutoCloseable {
  private static final PublicUrls URLS =
      new PublicUrls(URI.create("http://files.test"), List.of(), List.of(), List.of());

  private final Path root;
  private final Catalog catalog;

  private CatalogFixture(Path root, Catalog catalog) {
    this.root = root;
    this.catalog = catalog;
  }

  /** Looks at its folder often enough for a test to wait for it. */
  static CatalogFixture start(Path folder, TorrentFormat format) throws IOException {
    return start(folder, format, Duration.ofMillis(100));
  }

  static CatalogFixture start(Path folder, TorrentFormat format, Duration recheck)
      throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    var settings = CatalogSettings.of(root, folder.resolve("state")).withInclude("**");
    var catalog = Catalog.open(settings.withFormat(format).withRecheck(recheck));
    catalog.start(URLS);
    await("a settled catalog").until(catalog::isSettled);
    return new CatalogFixture(root, catalog);
  }

  /** One that has not looked at its files yet, and tells nothing of them before {@link #begin}. */
  static CatalogFixture notStarted(Path folder, TorrentFormat format) throws IOException {
    Path root = Files.createDirectories(folder.resolve("later"));
    var settings = CatalogSettings.of(root, folder.resolve("later-state")).withInclude("**");
    return new CatalogFixture(root, Catalog.open(settings.withFormat(format)));
  }

  void begin() {
    catalog.start(URLS);
  }

  Catalog catalog() {
    return catalog;
  }

  /** Another one each time: nobody has connected or announced itself yet. */
  UploadPolicy policy() {
    return new UploadPolicy(UploadSettings.DEFAULT, System::nanoTime);
  }

  /** Enough for all peers of a test. */
  SendBuffers memory() {
    return SendBuffers.ofThisJvm();
  }

  Path file(String name) {
    return root.resolve(name);
  }

  /** Writes a file that the world may read, and waits for its torrent. */
  OfferedTorrent offer(String name, byte[] content) throws Exception {
    var temporary = root.resolve("." + name);
    Files.write(temporary, content, StandardOpenOption.CREATE);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(temporary, file(name));
    return catalog.byPath("/" + name).orElseThrow().requestTorrent().get(30, TimeUnit.SECONDS);
  }

  /** The same for the same arguments. */
  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() {
    catalog.close();
  }
}
