package org.spillway.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.zone.RecordName;

class PublishedNamesTest {
  private static final RecordName ONE = new RecordName(1, 0, 0, 0);
  private static final RecordName TWO = new RecordName(2, 0, 0, 3);

  @TempDir Path folder;

  private PublishedNames open() throws IOException {
    return PublishedNames.open(folder.resolve("of").resolve("primary"));
  }

  @Test
  void open_whatWasSentAndWent() throws IOException {
    var known = open();
    known.expect(List.of(ONE, TWO));
    assertThat(known.all()).isEmpty();
    known.came(List.of(ONE));
    known.went(List.of(ONE));
    // Whether it came we never heard.
    assertThat(open().all()).containsExactly(TWO);
  }

  @Test
  void open_lineCutOff() throws IOException {
    open().replace(List.of(ONE));
    var file = folder.resolve("of").resolve("primary");
    Files.writeString(file, "+00ff", StandardOpenOption.APPEND);
    open().expect(List.of(TWO));
    assertThat(open().all()).containsExactlyInAnyOrder(ONE, TWO);
  }
}
