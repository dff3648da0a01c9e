package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypesTest {
  private final ContentTypes types = new ContentTypes();

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html",
    "a.HTM, text/html",
    "a.b.txt, text/plain",
    "a.tar.gz, application/gzip",
    "a.iso, application/x-iso9660-image",
    "a.torrent, application/x-bittorrent",
    "README, text/plain",
    "readme.Debian, text/plain",
    "README.gz, application/gzip",
    "SHA256SUMS, text/plain",
    "SHA256SUMS.gpg, application/pgp-encrypted",
    "InRelease, text/plain",
    "a.yml, text/yaml",
    "a.toml, application/toml",
    "a.patch, text/plain",
    "a.rs, text/plain",
    "a.sha256, text/plain",
    "a.sql, application/sql",
    "a.deb, application/vnd.debian.binary-package",
    "a.heic, image/heic",
    "a.mp4, video/mp4",
    "release.dat, application/octet-stream",
    "modules, application/octet-stream",
    "txt, application/octet-stream",
    "a., application/octet-stream",
    "a.nothing-known, application/octet-stream",
    "a.txt#.exe, application/octet-stream",
    "#, application/octet-stream",
  })
  void of_names(String name, String expected) {
    assertThat(types.of(name)).isEqualTo(expected);
  }
}
