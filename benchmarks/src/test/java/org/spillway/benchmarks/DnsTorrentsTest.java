package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DnsTorrentsTest {
  @Test
  void published_eachJustFitsADatagram() {
    var published = DnsTorrents.published(3);

    var snapshot = published.snapshot();

    // Header, question, OPT and cookies take another 121 bytes of 1,232.
    assertThat(snapshot.rrsets()).hasSize(3).allMatch(entry -> entry.rrset().length() == 1024);
  }

  @Test
  void questions_eachNameOnce(@TempDir Path folder) throws Exception {
    var file = DnsTorrents.questions(folder.resolve("questions"), 100, true);

    assertThat(Files.readAllLines(file))
        .doesNotHaveDuplicates()
        .hasSize(100)
        .contains(DnsTorrents.name(99) + " TXT");
  }

  @Test
  void zoneFile_hasEveryName(@TempDir Path folder) throws Exception {
    var file = DnsTorrents.zoneFile(folder.resolve("zone"), 2);

    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("_torrent.dl.example.org.").contains("SOA");
    assertThat(lines).anyMatch(line -> line.startsWith(DnsTorrents.name(1) + "."));
  }
}
