package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {
  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void setTarget() {
    target = folder.resolve("a.iso");
  }

  @Test
  void complete_renames() throws Exception {
    try (var part = PartialFile.open(target)) {
      part.write(2, ByteBuffer.wrap(new byte[] {3, 4}));
      part.write(0, ByteBuffer.wrap(new byte[] {1, 2}));
      assertThat(folder.resolve("a.iso.part")).exists();
      assertThat(target).doesNotExist();
      part.complete(false);
    }
    assertThat(target).hasBinaryContent(new byte[] {1, 2, 3, 4});
    assertThat(folder.resolve("a.iso.part")).doesNotExist();
  }

  @Test
  void close_keepsThePart() throws Exception {
    try (var part = PartialFile.open(target)) {
      part.write(0, ByteBuffer.wrap(new byte[] {1}));
    }
    try (var part = PartialFile.open(target)) {
      assertThat(part.length()).isEqualTo(1);
    }
  }

  @Test
  void open_twice() throws Exception {
    try (var part = PartialFile.open(target)) {
      assertThat(part.length()).isZero();
      assertThatThrownBy(() -> PartialFile.open(target))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining(
              "a.iso.part: another download is writing to it; wait until it ends, or choose another"
                  + " path with --output");
    }
  }

  @Test
  void open_noFolder() {
    assertThatThrownBy(() -> PartialFile.open(folder.resolve("missing/a")))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("missing/a.part: no such folder");
  }
}
