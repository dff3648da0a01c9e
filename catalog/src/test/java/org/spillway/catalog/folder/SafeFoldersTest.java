package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.Folder;
import org.spillway.catalog.handle.PathHandle;
import org.spillway.testing.Program;

/** All ways to open files and to read folders. */
class SafeFoldersTest {
  enum By {
    HANDLES {
      @Override
      OpenFile open(Path root, Path file) throws IOException {
        return SafeFolders.open(root, file);
      }

      @Override
      NameList names(Path root, Path folder) throws IOException {
        return SafeFolders.names(root, folder);
      }
    },
    OPEN_FOLDERS {
      @Override
      OpenFile open(Path root, Path file) throws IOException {
        return StreamedFolders.open(root, file);
      }

      @Override
      NameList names(Path root, Path folder) throws IOException {
        return StreamedFolders.names(root, folder);
      }
    },
    CHECKED_FOLDERS {
      @Override
      OpenFile open(Path root, Path file) throws IOException {
        return CheckedFolders.open(root, file);
      }

      @Override
      NameList names(Path root, Path folder) throws IOException {
        return CheckedFolders.names(root, folder);
      }
    };

    abstract OpenFile open(Path root, Path file) throws IOException;

    abstract NameList names(Path root, Path folder) throws IOException;
  }

  private static final byte[] CONTENT = Folder.bytes(1, 10);

  @TempDir Path temp;
  private Folder folder;

  @BeforeEach
  void makeTree() throws IOException {
    folder = new Folder(Files.createDirectory(temp.resolve("root")));
    folder.write("/a", CONTENT);
    folder.write("/sub/deep/b", CONTENT);
    folder.write("/sub/deep/.hidden", CONTENT);
    new Folder(temp).write("/outside/b", CONTENT);
  }

  private byte[] read(By by, String path) throws IOException {
    var opened = by.open(folder.root(), folder.at(path));
    try (var channel = opened.channel()) {
      assertThat(opened.key()).isEqualTo(FileStatus.of(folder.at(path)).key());
      var buffer = ByteBuffer.allocate(10);
      channel.read(buffer, 0);
      return buffer.array();
    }
  }

  private List<String> names(By by, String path) throws IOException {
    var names = by.names(folder.root(), folder.at(path));
    return IntStream.range(0, names.size()).mapToObj(names::get).toList();
  }

  @Test
  void handles_areUsedHere() {
    assertThat(PathHandle.problem()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void open_fifoInPlaceOfAFile_isNotWaitedFor(By by) throws Exception {
    Files.delete(folder.at("/a"));
    Program.run(0, "mkfifo", "-m", "666", folder.at("/a").toString());
    assertThatThrownBy(() -> by.open(folder.root(), folder.at("/a")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("not a regular file");
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(60)
  void open_fifoInPlaceOfAFolder_isNotWaitedFor(By by) throws Exception {
    Program.run(0, "mkfifo", "-m", "777", folder.at("/pipe").toString());
    assertThatThrownBy(() -> by.open(folder.root(), folder.at("/pipe").resolve("b")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> by.names(folder.root(), folder.at("/pipe")))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void open_file(By by) throws IOException {
    assertThat(read(by, "/a")).isEqualTo(CONTENT);
    assertThat(read(by, "/sub/deep/b")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void names_inFolder(By by) throws IOException {
    assertThat(names(by, "/sub/deep")).containsExactly("b");
    assertThat(names(by, "/")).containsExactly("a", "sub");
  }

  @ParameterizedTest
  @EnumSource
  void open_linkOnTheWay(By by) throws IOException {
    folder.link("/sub/out", "../../outside");
    folder.link("/sub/in", "deep");
    folder.link("/sub/deep/file", "b");
    for (String path : List.of("/sub/out/b", "/sub/in/b", "/sub/deep/file")) {
      assertThatThrownBy(() -> read(by, path)).as(path).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> names(by, "/sub/out")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void open_closedFolderOnTheWay(By by) throws IOException {
    Folder.permit(folder.at("/sub"), "rwxr-xr--");
    assertThatThrownBy(() -> read(by, "/sub/deep/b")).hasMessageEndingWith("closed to the world");
    assertThatThrownBy(() -> names(by, "/sub")).hasMessageEndingWith("closed to the world");
  }

  @ParameterizedTest
  @EnumSource
  void open_nothingThere(By by) {
    for (String path : List.of("/none", "/none/b", "/sub/deep/none")) {
      assertThatThrownBy(() -> read(by, path)).isInstanceOf(NoSuchFileException.class);
    }
  }

  /** The root can be another one than when the file was looked for. */
  @ParameterizedTest
  @EnumSource
  void open_outsideOfTheRoot(By by) {
    Path outside = temp.resolve("outside/b");
    assertThatThrownBy(() -> by.open(folder.root(), outside)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> by.names(folder.root(), temp)).isInstanceOf(IOException.class);
  }
}
