package org.spillway.dns.dnssec;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * The folder with the keys of the zones, one each. A key is made when a zone has none, and never in
 * the place of one that cannot be read: the parent zone holds the DS record of the old one.
 */
public final class KeyFolder {
  private static final System.Logger log = System.getLogger(KeyFolder.class.getName());

  private final Path folder;

  public KeyFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The key of a zone, made and kept if there is none yet.
   *
   * @throws IOException if the folder cannot be used, or what is there is no key of this zone;
   *     names the file
   */
  public ZoneKey open(Name zone) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var known = find(zone);
    return known.isPresent() ? known.get() : make(zone);
  }

  /** One that cannot be used may have a DS record as well. */
  private void requireNoOther(Name zone) throws IOException {
    for (Path other : files(KeyFiles.prefixOfAll(zone), KeyFiles.PRIVATE)) {
      throw new ZoneKeyException(other, "a key of another algorithm than 13 (ECDSAP256SHA256)");
    }
  }

  private ZoneKey make(Name zone) throws IOException {
    requireNoOther(zone);
    var key = ZoneKey.generate(zone);
    KeyFiles.write(folder, key, Instant.now());
    log.log(INFO, "made a key for {0} in {1}; spillway zone --ds prints its DS", zone, folder);
    return key;
  }

  /**
   * The key of a zone if it has one.
   *
   * @throws IOException as {@link #open}
   */
  public Optional<ZoneKey> find(Name zone) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    var secrets = files(KeyFiles.prefix(zone), KeyFiles.PRIVATE);
    if (secrets.size() > 1) {
      throw new ZoneKeyException(secrets.get(1), "a second key of " + zone + "; one can be used");
    }
    for (Path file : files(KeyFiles.prefix(zone), KeyFiles.PUBLIC)) {
      if (secrets.isEmpty()) {
        throw new ZoneKeyException(
            file,
            "its .private file is missing; without a DS of it, remove this one for a new key");
      }
    }
    return secrets.isEmpty() ? Optional.empty() : Optional.of(KeyFiles.read(secrets.get(0), zone));
  }

  private List<Path> files(String prefix, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> isNamed(file, prefix, suffix)).sorted().toList();
    }
  }

  private static boolean isNamed(Path file, String prefix, String suffix) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(prefix) && name.endsWith(suffix);
  }

  /** All of it or nothing, even if the machine stops. */
  static void write(Path file, String text, String permissions) throws IOException {
    Path written = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(written);
    var attribute =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(written, options, attribute)) {
      var bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
