package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFamilyTest {
  @ParameterizedTest
  @CsvSource({
    "-LT2080-abcdefghijkl, libtorrent",
    "-lt0D80-abcdefghijkl, rtorrent",
    "-TR3000-abcdefghijkl, transmission",
    "-qB4520-abcdefghijkl, qbittorrent",
    "A2-1-36-0-abcdefghij, aria2",
    "-WW0208-abcdefghijkl, webtorrent",
    "-XX9999-abcdefghijkl, other",
    "abcdefghijklmnopqrst, other",
    "--------------------, other",
  })
  void of(String id, String expected) {
    assertThat(ClientFamily.of(PeerId.of(id.getBytes(ISO_8859_1)))).isEqualTo(expected);
  }

  @Test
  void of_ours() {
    assertThat(ClientFamily.of(PeerId.random(new Random(1)))).isEqualTo("spillway");
  }
}
