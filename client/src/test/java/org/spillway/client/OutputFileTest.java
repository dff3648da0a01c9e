package org.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void follow_linksOfAnyKind() throws Exception {
    Path file = folder.resolve("file");
    assertThat(OutputFile.follow(file)).isEqualTo(file);
    Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    Files.createSymbolicLink(folder.resolve("one"), Path.of("file"));
    assertThat(OutputFile.follow(folder.resolve("two"))).isEqualTo(file);
    Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    assertThatThrownBy(() -> OutputFile.follow(folder.resolve("circle")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("lead in a circle");
  }

  @Test
  void isStream_devicesOnly() throws Exception {
    assertThat(OutputFile.isStream(Path.of("/dev/null"))).isTrue();
    Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));
    assertThat(OutputFile.isStream(folder.resolve("null"))).isTrue();
    assertThat(OutputFile.isStream(folder)).isFalse();
    assertThat(OutputFile.isStream(folder.resolve("missing"))).isFalse();
  }

  @Test
  void isSame_otherSpellings() throws Exception {
    Path file = Files.write(folder.resolve("file"), NEW);
    Files.createLink(folder.resolve("hard"), file);
    Files.createSymbolicLink(folder.resolve("soft"), file);
    assertThat(OutputFile.isSame(file, folder.resolve("hard"))).isTrue();
    assertThat(OutputFile.isSame(file, folder.resolve("soft"))).isTrue();
    assertThat(OutputFile.isSame(file, folder.resolve("./x/../file"))).isFalse();
    Files.createDirectory(folder.resolve("x"));
    assertThat(OutputFile.isSame(file, folder.resolve("./x/../file"))).isTrue();
    assertThat(OutputFile.isSame(file, folder.resolve("missing"))).isFalse();
  }

  @Test
  void write_onlyWhatMayBeReplaced() throws Exception {
    Path file = folder.resolve("file");
    OutputFile.write(file, NEW, false);
    assertThat(file).hasContent("new");
    assertThatThrownBy(() -> OutputFile.write(file, "newer".getBytes(UTF_8), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("new");
    OutputFile.write(file, "newer".getBytes(UTF_8), true);
    assertThat(file).hasContent("newer");
    assertThatThrownBy(() -> OutputFile.write(folder, NEW, true))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void write_throughALink_whichStays() throws Exception {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    OutputFile.write(link, NEW, true);
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).hasContent("new");
  }

  @Test
  void write_device_isNotReplaced() throws Exception {
    OutputFile.write(Path.of("/dev/null"), NEW, true);
    assertThat(OutputFile.isStream(Path.of("/dev/null"))).isTrue();
  }

  @Test
  void rename_nameIsTaken() throws Exception {
    Path file = Files.write(folder.resolve("file"), NEW);
    Path target = Files.writeString(folder.resolve("target"), "old");
    assertThatThrownBy(() -> OutputFile.rename(file, target, false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("old");
    OutputFile.rename(file, target, true);
    assertThat(target).hasContent("new");
    assertThat(file).doesNotExist();
    OutputFile.rename(target, file, false);
    assertThat(file).hasContent("new");
    assertThat(target).doesNotExist();
  }
}
