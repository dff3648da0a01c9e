package org.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.testing.Program;
import org.spillway.testing.SmallDisk;
import org.spillway.torrent.TorrentFormat;

/** Disks that do not take what is written. Root mounts them. */
class FullStoreIT {
  private static final int PIECE = 256 * 1024;

  @TempDir Path mounted;

  private final FolderContent content =
      FolderContent.of(
          TorrentFormat.V1, PIECE, List.of(Entry.of("a", 5 * PIECE), Entry.of("b", 5 * PIECE + 7)));

  private PieceFiles open() throws IOException {
    return PieceFiles.open(mounted.resolve("album"), content.info());
  }

  private void write(PieceFiles files, int piece) throws IOException {
    files.write(piece, ByteBuffer.wrap(content.piece(piece)));
  }

  @Test
  void write_diskFull() throws Exception {
    try (var disk = SmallDisk.mount(mounted)) {
      try (var files = open()) {
        write(files, 0);
        write(files, 7);
        disk.fill();
        assertThatThrownBy(() -> write(files, 3))
            .isInstanceOf(StorageException.class)
            .hasMessage(mounted.resolve("album.part/a") + ": No space left on device");
      }
      disk.makeRoom();
      try (var files = open()) {
        var right = new BitSet();
        files.verify(content.hashes(), right::set);
        assertThat(right).isEqualTo(BitSet.valueOf(new long[] {0b10000001}));
        write(files, 3);
      }
    }
  }

  @Test
  void open_readOnlyDisk() throws Exception {
    try (var disk = SmallDisk.mount(mounted)) {
      assertThat(disk).isNotNull();
      Program.run(Duration.ofSeconds(30), "mount", "-o", "remount,ro", mounted.toString());
      assertThatThrownBy(this::open)
          .isInstanceOf(StorageException.class)
          .hasMessage(mounted.resolve("album.part") + ": Read-only file system");
    }
  }
}
