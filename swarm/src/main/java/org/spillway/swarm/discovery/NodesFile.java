package org.spillway.swarm.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import org.spillway.swarm.dht.IpFamily;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * The file that keeps the nodes of the DHT between two runs: a bencoded dictionary with a string
 * for each family.
 */
final class NodesFile {
  /** The most bytes that are read; those of the largest table are about a third of that. */
  private static final int MOST_BYTES = 256 * 1024;

  private final Path file;

  /**
   * @param file the file, in a folder that exists; the empty path keeps nothing
   */
  NodesFile(Path file) {
    this.file = file;
  }

  boolean isNone() {
    return file.toString().isEmpty();
  }

  /**
   * Reads the file; a file that is not there yet has nothing for any family.
   *
   * @throws IOException if it cannot be read or is something else
   */
  Map<IpFamily, byte[]> read() throws IOException {
    if (isNone()) {
      return Map.of();
    }
    try (var in = Files.newInputStream(file)) {
      return decode(in.readNBytes(MOST_BYTES));
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (MalformedBencodeException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private Map<IpFamily, byte[]> decode(byte[] bytes) throws IOException {
    if (!(Bencode.decode(bytes) instanceof BencodeDictionary dictionary)) {
      throw new IOException(file + ": must be a bencoded dictionary");
    }
    Map<IpFamily, byte[]> nodes = new EnumMap<>(IpFamily.class);
    for (IpFamily family : IpFamily.values()) {
      dictionary
          .get(family.name(), BencodeString.class)
          .ifPresent(saved -> nodes.put(family, saved.toBytes()));
    }
    return nodes;
  }

  /** Replaces the file; a family without nodes keeps none. */
  void write(Map<IpFamily, byte[]> nodes) throws IOException {
    if (isNone() || nodes.isEmpty()) {
      return;
    }
    var dictionary = BencodeDictionary.builder();
    nodes.forEach((family, saved) -> dictionary.put(family.name(), saved));
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, dictionary.build().encode());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
