package org.spillway.testing.catalog;

import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.torrent.TorrentFormat;

/** A real catalog, which offers every file in a folder of the test. */
public final class CatalogFixture implements AutoCloseable {
  private static final PublicUrls URLS =
      new PublicUrls(URI.create("http://files.test"), List.of(), List.of(), List.of());

  private final Path root;
  private final Catalog catalog;

  private CatalogFixture(Path root, Catalog catalog) {
    this.root = root;
    this.catalog = catalog;
  }

  /** Starts a catalog that looks at its folder so often that a test can wait for it. */
  public static CatalogFixture start(Path folder, TorrentFormat format) throws IOException {
    return start(folder, format, Duration.ofMillis(100));
  }

  /**
   * Starts a catalog, and returns when it has looked at its folder.
   *
   * @param recheck the time between two looks at the folder
   */
  public static CatalogFixture start(Path folder, TorrentFormat format, Duration recheck)
      throws IOException {
    var fixture = open(folder, settings -> settings.withFormat(format).withRecheck(recheck));
    fixture.begin();
    await("a settled catalog").until(fixture.catalog::isSettled);
    return fixture;
  }

  /**
   * Opens a catalog that has not looked at its files yet, and tells nothing of them before {@link
   * #begin}.
   *
   * @param folder in which {@code root} is offered and {@code state} keeps what is hashed
   * @param choices changes the settings, which offer every file
   */
  public static CatalogFixture open(Path folder, UnaryOperator<CatalogSettings> choices)
      throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    var settings = CatalogSettings.of(root, folder.resolve("state")).withInclude("**");
    return new CatalogFixture(root, Catalog.open(choices.apply(settings)));
  }

  public void begin() {
    begin(URLS);
  }

  public void begin(PublicUrls urls) {
    catalog.start(urls);
  }

  public Catalog catalog() {
    return catalog;
  }

  public Path root() {
    return root;
  }

  /**
   * @param name relative to the root
   */
  public Path file(String name) {
    return root.resolve(name);
  }

  /** Puts a file there at once, or another one in its place; the world may read it. */
  public Path write(String name, byte[] content) throws IOException {
    Files.createDirectories(file(name).getParent());
    Path written = Files.write(root.resolveSibling("written"), content);
    Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
    return Files.move(written, file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Sets who may read what, such as {@code rw-r-----}. */
  public void permit(String name, String permissions) throws IOException {
    Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString(permissions));
  }

  /** Waits for the torrent of a file. */
  public OfferedTorrent hashed(String name) {
    var offer = catalog.byPath("/" + name).orElseThrow();
    return offer.requestTorrent().orTimeout(1, TimeUnit.MINUTES).join();
  }

  /** Writes a file and waits for its torrent. */
  public OfferedTorrent offer(String name, byte[] content) throws IOException {
    write(name, content);
    return hashed(name);
  }

  /** Returns bytes that no compression makes shorter, the same ones for the same arguments. */
  public static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() {
    catalog.close();
  }
}
