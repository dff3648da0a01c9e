package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsTorrentsTest {
  @ParameterizedTest
  @CsvSource({"UNSIGNED, 1024", "SIGNED, 972"})
  void published_eachJustFitsADatagram(DnsZone zone, int length) {
    var published = DnsTorrents.published(zone, 3);

    var snapshot = published.snapshot();

    // Header, question, OPT and cookies take another 121 bytes of 1,232, and a signature 119.
    assertThat(snapshot.rrsets()).hasSize(3).allMatch(entry -> entry.rrset().length() == length);
  }

  @Test
  void questions_eachNameOnce(@TempDir Path folder) throws Exception {
    var file = DnsTorrents.questions(folder.resolve("questions"), 100, true);

    assertThat(Files.readAllLines(file))
        .doesNotHaveDuplicates()
        .hasSize(100)
        .contains(DnsTorrents.name(99) + " TXT");
  }
}
