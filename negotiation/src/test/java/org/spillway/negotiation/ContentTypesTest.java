package org.spillway.negotiation;

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
