package org.spillway.negotiation.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048524, 1023.9 KiB",
    "1048525, 1.0 MiB",
    "1048576, 1.0 MiB",
    "4700000000, 4.4 GiB",
    "9223372036854775807, 8.0 EiB",
  })
  void of(long bytes, String size) {
    assertThat(Size.of(bytes)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "4700000000, 4.7 GB",
    "9223372036854775807, 9.2 EB",
  })
  void decimal(long bytes, String size) {
    assertThat(Size.decimal(bytes)).isEqualTo(size);
  }
}
