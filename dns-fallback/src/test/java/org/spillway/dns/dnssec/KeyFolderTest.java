package org.spillway.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class KeyFolderTest {
  private static final Name ZONE = Name.fromConstantString("_torrent.dl.example.org.");

  /** Made with dnssec-keygen of BIND 9.18: {@code -a 13 -f KSK}; its DS with dnssec-dsfromkey. */
  private static final String NAME = "K_torrent.dl.example.org.+013+26087";

  private static final String PUBLIC =
      """
      ; This is a key-signing key, keyid 26087, for _torrent.dl.example.org.
      ; Created: 20261121115731 (Sat Nov 21 11:57:31 2026)
      _torrent.dl.example.org. IN DNSKEY 257 3 13 q0MZb1UKIXKMR4/ZAY9r/xgkCvbwgHNbQjF+6HuGAylv\
      hnTZrRwO5oZP 1HS6F5w12yX7ou2yssZ0t5sGVr+nBg==
      """;

  private static final String PRIVATE =
      """
      Private-key-format: v1.3
      Algorithm: 13 (ECDSAP256SHA256)
      PrivateKey: ER3g2dy0ileKtmW6H5utHNpit4FENLdO35Sow1wU8Jc=
      Created: 20261121115731
      """;

  @TempDir private Path state;

  private Path folder() {
    return state.resolve("dnssec");
  }

  @Test
  void open_again() throws IOException {
    var made = new KeyFolder(folder()).open(ZONE);
    var read = new KeyFolder(folder()).open(ZONE);
    assertThat(read.dnskey()).isEqualTo(made.dnskey());
    assertThat(read.secret()).isEqualTo(made.secret());
    assertThat(made.dnskey().getFlags()).isEqualTo(257);
    assertThat(made.dnskey().getAlgorithm()).isEqualTo(13);
  }

  @Test
  void open_permissions() throws IOException {
    new KeyFolder(folder()).open(ZONE);
    assertThat(permissions(folder())).isEqualTo("rwx------");
    try (var files = Files.list(folder())) {
      var names = files.toList();
      assertThat(names).hasSize(2);
      for (Path file : names) {
        boolean secret = file.toString().endsWith(".private");
        assertThat(permissions(file)).isEqualTo(secret ? "rw-------" : "rw-r--r--");
      }
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void open_otherZone() throws IOException {
    var other = Name.fromConstantString("_torrent.example.net.");
    var keys = new KeyFolder(folder());
    assertThat(keys.open(other).dnskey()).isNotEqualTo(keys.open(ZONE).dnskey());
    assertThat(keys.open(other).zone()).isEqualTo(other);
  }

  @Test
  void open_madeByBind() throws IOException {
    write(PUBLIC, PRIVATE);
    assertThat(new KeyFolder(folder()).open(ZONE).ds().rdataToString())
        .isEqualTo("26087 13 2 1B9B3F327A6DF60C2563F4D0977415CDD83E3CDD4710E125C6BE6F2EA526604E");
  }

  @Test
  void find_none() throws IOException {
    assertThat(new KeyFolder(folder()).find(ZONE)).isEmpty();
  }

  @Test
  void open_damaged() throws IOException {
    String secret = folder().resolve(NAME + ".private").toString();
    String open = folder().resolve(NAME + ".key").toString();
    assertRefused(PUBLIC, "", secret + ": there is no private key of algorithm 13 in format 1.3");
    assertRefused(
        PUBLIC,
        PRIVATE.replace("13 (E", "14 (E"),
        secret + ": there is no private key of algorithm 13");
    assertRefused(PUBLIC, PRIVATE.replace("ER3g", "#R3g"), secret + ": the private key is not b");
    assertRefused(
        PUBLIC, PRIVATE.replace("ER3g", "ER4g"), secret + ": this is not the private key of ");
    assertRefused(
        PUBLIC, PRIVATE.replace("ER3g2dy0", ""), secret + ": this is not the private key of ");
    assertRefused("", PRIVATE, open + ": there is no DNSKEY record");
    assertRefused("\u0000\u00ff(\"", PRIVATE, open + ": there is no DNSKEY record: ");
    assertRefused(
        PUBLIC.replace("_torrent.dl", "_torrent.x"), PRIVATE, open + ": there is no DNSKEY recor");
    assertRefused(
        PUBLIC.replace("257", "256"),
        PRIVATE,
        open + ": flags and algorithm must be 257 and 13 (ECDSAP256SHA256), were 256");
    assertRefused(
        PUBLIC.replace("q0MZ", "q0MY"), PRIVATE, secret + ": this is not the private key of ");
  }

  /** No new key may take its place. */
  private void assertRefused(String open, String secret, String problem) throws IOException {
    write(open, secret);
    assertThatThrownBy(() -> new KeyFolder(folder()).open(ZONE))
        .isInstanceOf(ZoneKeyException.class)
        .hasMessageStartingWith(problem);
    try (var files = Files.list(folder())) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void open_missingFile() throws IOException {
    write(PUBLIC, PRIVATE);
    Files.delete(folder().resolve(NAME + ".private"));
    assertThatThrownBy(() -> new KeyFolder(folder()).open(ZONE))
        .hasMessageStartingWith(folder().resolve(NAME + ".key") + ": its .private file is missing");
    write(PUBLIC, PRIVATE);
    Files.delete(folder().resolve(NAME + ".key"));
    assertThatThrownBy(() -> new KeyFolder(folder()).open(ZONE))
        .hasMessage(
            folder().resolve(NAME + ".private")
                + ": the file beside it is missing: "
                + NAME
                + ".key");
  }

  @Test
  void open_wrongTag() throws IOException {
    write(PUBLIC, PRIVATE);
    for (String suffix : List.of(".key", ".private")) {
      Files.move(
          folder().resolve(NAME + suffix),
          folder().resolve(NAME.replace("26087", "00001") + suffix));
    }
    assertThatThrownBy(() -> new KeyFolder(folder()).open(ZONE))
        .hasMessageEndingWith("+00001.private: the key tag is 26087");
  }

  @Test
  void open_otherAlgorithm() throws IOException {
    Files.createDirectories(folder());
    Path other = folder().resolve(NAME.replace("+013+", "+008+") + ".private");
    Files.createFile(other);
    assertThatThrownBy(() -> new KeyFolder(folder()).open(ZONE))
        .isInstanceOf(ZoneKeyException.class)
        .hasMessage(other + ": the algorithm of the key must be 13 (ECDSAP256SHA256)");
    assertThat(folder()).isDirectoryContaining(other::equals);
    // Beside one that can be used it is nobody's loss.
    write(PUBLIC, PRIVATE);
    assertThat(new KeyFolder(folder()).open(ZONE).tag()).isEqualTo(26087);
  }

  @Test
  void open_secondKey() throws IOException {
    new KeyFolder(folder()).open(ZONE);
    write(PUBLIC, PRIVATE);
    assertThatThrownBy(() -> new KeyFolder(folder()).open(ZONE))
        .hasMessageContaining(": there are several keys of _torrent.dl.example.org.")
        .hasMessageContaining("set dns.dnssec-signing-key to the tag of the one that signs");
  }

  @Test
  void open_secondKey_isPublished() throws IOException {
    write(PUBLIC, PRIVATE);
    var added = new KeyFolder(folder()).add(ZONE);
    for (int tag : new int[] {26087, added.tag()}) {
      var keys = new KeyFolder(folder(), Set.of(tag)).openAll(ZONE);
      assertThat(keys.signing().tag()).isEqualTo(tag);
      assertThat(keys.published())
          .extracting(ZoneKey::tag)
          .isSorted()
          .containsExactlyInAnyOrder(26087, added.tag());
      assertThat(keys.cds()).hasSize(2);
    }
    assertThatThrownBy(() -> new KeyFolder(folder()).add(ZONE))
        .hasMessageEndingWith(
            "a second key can be added where there is exactly one; " + ZONE + " has 2");
  }

  @Test
  void add_withoutAny() {
    assertThatThrownBy(() -> new KeyFolder(folder()).add(ZONE)).hasMessageEndingWith(" has 0");
    assertThat(folder()).doesNotExist();
  }

  private void write(String open, String secret) throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve(NAME + ".key"), open);
    Files.writeString(folder().resolve(NAME + ".private"), secret);
  }
}
