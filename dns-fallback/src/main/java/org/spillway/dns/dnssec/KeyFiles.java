package org.spillway.dns.dnssec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/**
 * Reads and writes a key in the two files that {@code dnssec-keygen} writes: {@code
 * K[zone]+013+[tag].key} holds the DNSKEY record, and {@code .private} the private key (format
 * 1.3).
 */
final class KeyFiles {
  static final String PUBLIC = ".key";
  static final String PRIVATE = ".private";

  private static final String FORMAT = "Private-key-format: v1.";
  private static final String ALGORITHM = "Algorithm: " + ZoneKey.ALGORITHM + " ";
  private static final String NUMBER = "PrivateKey: ";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private KeyFiles() {}

  /** Returns how the names of the files of a zone begin. */
  static String prefix(Name zone) {
    return "%s%03d+".formatted(prefixOfAll(zone), ZoneKey.ALGORITHM);
  }

  /** Returns how the names of the files of a zone begin, whatever the algorithm is. */
  static String prefixOfAll(Name zone) {
    return "K" + zone.canonicalize() + "+";
  }

  private static String name(ZoneKey key) {
    return prefix(key.zone()) + "%05d".formatted(key.tag());
  }

  static Path publicFile(Path folder, ZoneKey key) {
    return folder.resolve(name(key) + PUBLIC);
  }

  /** Returns the private file that belongs to a public file. */
  static Path privateFile(Path publicFile) {
    String name = String.valueOf(publicFile.getFileName());
    return publicFile.resolveSibling(name.substring(0, name.length() - PUBLIC.length()) + PRIVATE);
  }

  /**
   * Writes both files, the private one last: without it there is no key, and with it the public one
   * is there.
   */
  static void write(Path folder, ZoneKey key, Instant now) throws IOException {
    Path publicFile = publicFile(folder, key);
    write(publicFile, publicText(key, TIME.format(now)), "rw-r--r--");
    Path privateFile = folder.resolve(name(key) + PRIVATE);
    write(privateFile, privateText(key, TIME.format(now)), "rw-------");
  }

  /** Writes the whole file or nothing, even if the machine stops. */
  private static void write(Path file, String text, String permissions) throws IOException {
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

  private static String publicText(ZoneKey key, String now) {
    return """
    ; This is a key-signing key, keyid %d, for %s
    ; Created: %s
    %s IN DNSKEY %s
    """
        .formatted(key.tag(), key.zone(), now, key.zone(), key.dnskey().rdataToString());
  }

  private static String privateText(ZoneKey key, String now) {
    return """
    Private-key-format: v1.3
    Algorithm: 13 (ECDSAP256SHA256)
    PrivateKey: %s
    Created: %s
    Publish: %s
    Activate: %s
    """
        .formatted(Base64.getEncoder().encodeToString(key.secret()), now, now, now);
  }

  /**
   * Reads a key.
   *
   * @param privateFile the private file, which has the public one beside it
   * @param zone the zone of the key
   * @throws ZoneKeyException if the files do not hold a key of this zone
   */
  static ZoneKey read(Path privateFile, Name zone) throws IOException {
    String name = String.valueOf(privateFile.getFileName());
    String base = name.substring(0, name.length() - PRIVATE.length());
    Path publicFile = privateFile.resolveSibling(base + PUBLIC);
    if (!Files.exists(publicFile)) {
      throw new ZoneKeyException(
          privateFile, "the file beside it is missing: " + publicFile.getFileName());
    }
    var dnskey = dnskey(publicFile, zone);
    try {
      var key = ZoneKey.of(dnskey, number(privateFile));
      if (!name.equals(name(key) + PRIVATE)) {
        throw new ZoneKeyException(privateFile, "the key tag is " + key.tag());
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new ZoneKeyException(privateFile, "this is not the private key of " + publicFile, e);
    }
  }

  private static DNSKEYRecord dnskey(Path file, Name zone) throws IOException {
    var record = record(file, zone);
    if (!(record instanceof DNSKEYRecord key) || !key.getName().equals(zone)) {
      throw new ZoneKeyException(file, "there is no DNSKEY record of " + zone);
    }
    if (key.getFlags() != ZoneKey.FLAGS || key.getAlgorithm() != ZoneKey.ALGORITHM) {
      String problem =
          "flags and algorithm must be %3$d and %4$d (ECDSAP256SHA256), were %1$d and %2$d";
      throw new ZoneKeyException(
          file,
          problem.formatted(key.getFlags(), key.getAlgorithm(), ZoneKey.FLAGS, ZoneKey.ALGORITHM));
    }
    return key;
  }

  private static Record record(Path file, Name zone) throws IOException {
    // A record without a TTL gets this one, as the files have none.
    try (var in = Files.newInputStream(file);
        var records = new Master(in, zone, ZoneKey.TTL)) {
      var record = records.nextRecord();
      if (record != null) {
        return record;
      }
    } catch (TextParseException e) {
      throw new ZoneKeyException(file, "there is no DNSKEY record: " + e.getMessage(), e);
    }
    throw new ZoneKeyException(file, "there is no DNSKEY record");
  }

  private static byte[] number(Path file) throws IOException {
    var lines = List.of(Files.readString(file, US_ASCII).split("\n", -1));
    boolean known =
        lines.stream().anyMatch(line -> line.startsWith(FORMAT))
            && lines.stream().anyMatch(line -> line.startsWith(ALGORITHM));
    var number = lines.stream().filter(line -> line.startsWith(NUMBER)).findFirst();
    if (!known || number.isEmpty()) {
      throw new ZoneKeyException(file, "there is no private key of algorithm 13 in format 1.3");
    }
    try {
      return Base64.getDecoder().decode(number.get().substring(NUMBER.length()).strip());
    } catch (IllegalArgumentException e) {
      throw new ZoneKeyException(file, "the private key is not base64", e);
    }
  }
}
