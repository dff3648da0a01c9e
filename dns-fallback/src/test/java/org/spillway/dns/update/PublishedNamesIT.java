package org.spillway.dns.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.zone.RecordName;
import org.spillway.testing.SmallDisk;
import org.spillway.torrent.fallback.RequestHash;

/** Notes on a full disk. */
class PublishedNamesIT {
  private static final RecordName NAME = RecordName.of(RequestHash.ofPath("/a"));

  @TempDir private Path folder;

  @Test
  void expect_diskIsFull_isSaid_andTriedAgain() throws Exception {
    var file = folder.resolve("of").resolve("primary");
    try (var disk = SmallDisk.mount(folder)) {
      var known = PublishedNames.open(file);
      disk.fill();
      assertThatThrownBy(() -> known.expect(List.of(NAME)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "state-dir: nothing can be noted in %s, which must come first: No space left on"
                  + " device",
              file);
      assertThatThrownBy(() -> known.replace(List.of(NAME))).hasMessageStartingWith("state-dir: ");
      disk.makeRoom();
      known.expect(List.of(NAME));
      assertThat(PublishedNames.open(file).all()).containsExactly(NAME);
    }
  }
}
