package org.spillway.webapp.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {
  @TempDir Path folder;

  /** The hashes of {@code abc}; those of SHA are examples of FIPS 180. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "md5=900150983cd24fb0d6963f7d28e17f72",
        "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
        "SHA-1=A9993E364706816ABA3E25717850C26C9CD0D89D",
        "sha224=23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha-256=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      })
  void matches_everyAlgorithm(String text) throws Exception {
    var checksum = Checksum.parse(text);
    assertThat(checksum.matches(Files.writeString(folder.resolve("a"), "abc"))).isTrue();
    assertThat(checksum.matches(Files.writeString(folder.resolve("a"), "abd"))).isFalse();
  }

  @Test
  void parse_wrong() {
    assertThatThrownBy(() -> Checksum.parse("abc")).hasMessageContaining("must be ALGORITHM=HEX");
    assertThatThrownBy(() -> Checksum.parse("crc32=12345678"))
        .hasMessageContaining("the algorithm must be md5, sha1");
    assertThatThrownBy(() -> Checksum.parse("sha256=12"))
        .hasMessage("a hash by sha256 must have 64 hex digits, had 2");
  }
}
