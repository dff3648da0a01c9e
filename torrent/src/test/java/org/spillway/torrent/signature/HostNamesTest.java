package org.spillway.torrent.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9525 §6.3. */
class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "dl.example.org, dl.example.org, true",
    "DL.Example.ORG, dl.example.org, true",
    "dl.example.org, example.org, false",
    "example.org, dl.example.org, false",
    "*.example.org, dl.example.org, true",
    "*.example.org, a.dl.example.org, false",
    "*.example.org, example.org, false",
    "*.example.org, *.example.org, true",
    "*.example.org, .example.org, false",
    "dl.example.org, *.example.org, false",
    "*.*.org, dl.example.org, false",
    "d*.example.org, dl.example.org, false",
    "dl.*.org, dl.example.org, false",
    "*.org, example.org, false",
    "*, localhost, false",
  })
  void cover(String name, String host, boolean covers) {
    assertThat(new HostNames(List.of("other.example", name)).cover(host)).isEqualTo(covers);
  }
}
