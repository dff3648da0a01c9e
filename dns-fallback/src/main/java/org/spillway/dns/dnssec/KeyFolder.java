package org.spillway.dns.dnssec;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.spillway.catalog.source.Problem;
import org.xbill.DNS.Name;

/**
 * The folder with the keys of the zones. A zone has one key, or two while one replaces the other. A
 * key is made when a zone has none, but not if there is one that cannot be read: the parent zone
 * holds the DS record of that key.
 */
public final class KeyFolder {
  private static final System.Logger log = System.getLogger(KeyFolder.class.getName());

  private final Path folder;
  private final Set<Integer> signing;

  public KeyFolder(Path folder) {
    this(folder, Set.of());
  }

  /**
   * Names a folder.
   *
   * @param folder the folder, which need not exist yet
   * @param signing the tags of the keys that sign where a zone has several
   */
  public KeyFolder(Path folder, Set<Integer> signing) {
    this.folder = folder;
    this.signing = Set.copyOf(signing);
  }

  /** Returns the key with which a zone is signed; makes one as {@link #openAll} does. */
  public ZoneKey open(Name zone) throws IOException {
    return openAll(zone).signing();
  }

  /**
   * Returns the keys of a zone; if it has none, one is made and written.
   *
   * @throws IOException if the folder cannot be used, if a file holds no key of this zone, or if it
   *     is not known which of several keys signs; the message names the file
   */
  public ZoneKeys openAll(Name zone) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var known = findAll(zone);
    if (known.isPresent()) {
      return known.get();
    }
    requireNoOther(zone);
    return ZoneKeys.of(make(zone));
  }

  /**
   * Makes a second key, which is published from the next start on and signs nothing yet.
   *
   * @throws IOException as {@link #openAll} does, and if the zone has no key or two keys already
   */
  public ZoneKey add(Name zone) throws IOException {
    int count = files(KeyFiles.prefix(zone), KeyFiles.PRIVATE).size();
    if (count != 1) {
      throw new IOException(
          "%s: a second key can be added where there is exactly one; %s has %d"
              .formatted(folder, zone, count));
    }
    return make(zone);
  }

  /** Refuses keys of other algorithms: a key that cannot be used may have a DS record, too. */
  private void requireNoOther(Name zone) throws IOException {
    for (Path other : files(KeyFiles.prefixOfAll(zone), KeyFiles.PRIVATE)) {
      throw new ZoneKeyException(other, "the algorithm of the key must be 13 (ECDSAP256SHA256)");
    }
  }

  private ZoneKey make(Name zone) throws IOException {
    var key = ZoneKey.generate(zone);
    while (Files.exists(KeyFiles.publicFile(folder, key))) {
      key = ZoneKey.generate(zone);
    }
    try {
      KeyFiles.write(folder, key, Instant.now());
    } catch (IOException e) {
      throw new IOException(
          "state-dir: the key of %s cannot be written to %s: %s"
              .formatted(zone, folder, Problem.of(e)),
          e);
    }
    log.log(INFO, "made a key for {0} in {1}; spillway zone --ds prints its DS", zone, folder);
    return key;
  }

  /**
   * Returns the key with which a zone is signed, if it has any; reads it as {@link #findAll} does.
   */
  public Optional<ZoneKey> find(Name zone) throws IOException {
    return findAll(zone).map(ZoneKeys::signing);
  }

  /**
   * Returns the keys of a zone, if it has any; makes none.
   *
   * @throws IOException as {@link #openAll} does
   */
  public Optional<ZoneKeys> findAll(Name zone) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    var secrets = files(KeyFiles.prefix(zone), KeyFiles.PRIVATE);
    requireSecrets(secrets, zone);
    List<ZoneKey> keys = new ArrayList<>();
    for (Path secret : secrets) {
      keys.add(KeyFiles.read(secret, zone));
    }
    keys.sort(Comparator.comparing(ZoneKey::tag));
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(new ZoneKeys(signing(keys, secrets), keys));
  }

  private void requireSecrets(List<Path> secrets, Name zone) throws IOException {
    for (Path file : files(KeyFiles.prefix(zone), KeyFiles.PUBLIC)) {
      if (!secrets.contains(KeyFiles.privateFile(file))) {
        throw new ZoneKeyException(
            file,
            "its .private file is missing; restore it, or remove this file to get a new key if the"
                + " parent zone has no DS record of it");
      }
    }
  }

  private ZoneKey signing(List<ZoneKey> keys, List<Path> files) throws ZoneKeyException {
    if (keys.size() == 1) {
      return keys.get(0);
    }
    var chosen = keys.stream().filter(key -> signing.contains(key.tag())).toList();
    if (chosen.size() != 1) {
      throw new ZoneKeyException(
          files.get(1),
          ("there are several keys of %s; set dns.dnssec-signing-key to the tag of the one that signs,"
                  + " which is one of %s")
              .formatted(keys.get(0).zone(), keys.stream().map(ZoneKey::tag).toList()));
    }
    return chosen.get(0);
  }

  private List<Path> files(String prefix, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> isNamed(file, prefix, suffix)).sorted().toList();
    }
  }

  private static boolean isNamed(Path file, String prefix, String suffix) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(prefix) && name.endsWith(suffix);
  }
}
