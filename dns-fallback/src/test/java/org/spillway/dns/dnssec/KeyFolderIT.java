package org.spillway.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.SmallDisk;
import org.xbill.DNS.Name;

/** Keys on a full disk. */
class KeyFolderIT {
  private static final Name ZONE = Name.fromConstantString("_torrent.dl.example.org.");

  @TempDir private Path folder;

  @Test
  void open_diskIsFull_isSaid_andTheNextStartMakesTheKey() throws Exception {
    var keys = new KeyFolder(folder.resolve("dnssec"));
    try (var disk = SmallDisk.mount(folder)) {
      disk.fill();
      assertThatThrownBy(() -> keys.open(ZONE))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "state-dir: the key of %s cannot be written to %s: No space left on device",
              ZONE, folder.resolve("dnssec"));
      disk.makeRoom();
      var made = keys.open(ZONE);
      assertThat(keys.open(ZONE).secret()).isEqualTo(made.secret());
    }
  }
}
