package org.spillway.webapp.demo;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.spillway.torrent.Digests;

/** The temporary folder of a demo: content, state, downloads. */
public final class DemoFolder implements AutoCloseable {
  private static final System.Logger log = System.getLogger(DemoFolder.class.getName());
  private static final int ATTEMPTS = 10;

  private final Path folder;

  private DemoFolder(Path folder) {
    this.folder = folder;
  }

  public static DemoFolder create() throws IOException {
    return new DemoFolder(Files.createTempDirectory("spillway-demo"));
  }

  Path content() {
    return folder.resolve("content");
  }

  Path state() {
    return folder.resolve("state");
  }

  /** Returns the path that a step downloads to, at which there is no file yet. */
  Path target(int step) throws IOException {
    return Files.createDirectories(folder.resolve("downloads")).resolve(step + ".bin");
  }

  /** Offers a big file that is part of every JDK. */
  void offerJdkModules(String path) throws IOException {
    Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
    if (!Files.isReadable(modules)) {
      throw new IOException(modules + " is missing: the demo needs a JDK as its big file");
    }
    open(Files.copy(modules, place(path)));
  }

  void offerText(String path, String text) throws IOException {
    open(Files.writeString(place(path), text));
  }

  private Path place(String path) throws IOException {
    Path file = content().resolve(path.substring(1));
    Path parent = content().resolve(path.substring(1, path.lastIndexOf('/')));
    Files.createDirectories(parent);
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** Lets everybody read the file, so that the catalog offers it. */
  private static void open(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  String sha256(Path file) throws IOException {
    var digest = Digests.sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] portion = new byte[64 * 1024];
      for (int count = in.read(portion); count >= 0; count = in.read(portion)) {
        digest.update(portion, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Deletes the folder. It is safe to call this twice, and while a download still writes into the
   * folder.
   */
  @Override
  public void close() {
    for (int i = 0; i < ATTEMPTS && Files.exists(folder); i++) {
      try {
        delete();
      } catch (IOException | UncheckedIOException e) {
        log.log(DEBUG, () -> "deleting " + folder + ": " + e);
      }
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
