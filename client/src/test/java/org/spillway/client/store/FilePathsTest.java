package org.spillway.client.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.torrent.TorrentFormat;

class FilePathsTest {
  private static final NameRules POSIX = new NameRules(FileSystems.getDefault(), false, false);
  private static final NameRules MAC = new NameRules(FileSystems.getDefault(), false, true);
  private static final NameRules WINDOWS = new NameRules(FileSystems.getDefault(), true, true);

  private static FilePaths place(NameRules rules, Entry... entries) {
    var content = FolderContent.of(TorrentFormat.V1, 16 * 1024, List.of(entries));
    return FilePaths.of(content.info().files(), rules, PartFolder.LOCK);
  }

  private static List<String> paths(NameRules rules, String... originals) {
    var entries = Stream.of(originals).map(path -> Entry.of(path, 1)).toArray(Entry[]::new);
    var placed = place(rules, entries);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < originals.length; i++) {
      paths.add(String.join("/", placed.path(i)));
    }
    return paths;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.txt",
        "Film: the sequel? *really* <good> \"|\".mkv",
        "con",
        "aux.txt",
        ".hidden",
        "trailing. ",
        " leading",
        "ü/é.ogg",
        "família👩‍💻.png"
      })
  void path_staysOnPosix(String path) {
    assertThat(paths(POSIX, path)).containsExactly(path);
  }

  @ParameterizedTest
  @CsvSource({
    "back\\slash, back_slash",
    "C:\\a, C:_a",
    "'a\nb', a_b",
    "'a\u001b[2Jb', 'a_[2Jb'",
    "'a\u007f\u0085', a__",
    "'\u202egpj.exe', _gpj.exe",
    "'a\u2066b\u200fc\u061cd', a_b_c_d",
    "'\ufeffa\u2028', _a_",
  })
  void path_harmfulCharacters(String original, String expected) {
    assertThat(paths(POSIX, original)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "con, _con",
    "CON.txt, _CON.txt",
    "aux.tar.gz, _aux.tar.gz",
    "'nul ', 'nul_'",
    "COM1, _COM1",
    "'lpt¹.txt', '_lpt¹.txt'",
    "CONIN$, _CONIN$",
    "console, console",
    "com10, com10",
    "'a. .', 'a___'",
    "'...', '___'",
    "a:stream, a_stream",
    "'<>|*?\"', '______'",
    "sub/con/a, sub/_con/a",
  })
  void path_windows(String original, String expected) {
    assertThat(paths(WINDOWS, original)).containsExactly(expected);
  }

  @Test
  void path_longName() {
    String longName = "ü".repeat(200) + ".mp4";
    assertThat(paths(POSIX, "x".repeat(255))).containsExactly("x".repeat(255));
    var placed = paths(POSIX, longName, longName);
    assertThat(placed.get(0)).isEqualTo("ü".repeat(125) + ".mp4");
    assertThat(placed.get(1)).isEqualTo("ü".repeat(123) + " (2).mp4");
    assertThat(placed).allMatch(name -> name.getBytes(UTF_8).length <= 255);
    String emoji = "👩".repeat(100);
    assertThat(paths(POSIX, emoji)).containsExactly("👩".repeat(63));
  }

  @Test
  void path_twice() {
    assertThat(paths(POSIX, "a.txt", "a.txt", "a (2).txt", "a.txt"))
        .containsExactly("a.txt", "a (2).txt", "a (2) (2).txt", "a (3).txt");
  }

  @Test
  void path_sameAfterTheChange() {
    assertThat(paths(POSIX, "a\\b", "a_b", "d\\e/f", "d_e/f"))
        .containsExactly("a_b", "a_b (2)", "d_e/f", "d_e (2)/f");
  }

  @Test
  void path_fileAndFolder() {
    assertThat(paths(POSIX, "a", "a/b", "c/d", "c", "c/e"))
        .containsExactly("a", "a (2)/b", "c/d", "c (2)", "c/e");
  }

  @Test
  void path_case() {
    assertThat(paths(POSIX, "README", "readme", "D/a", "d/a"))
        .containsExactly("README", "readme", "D/a", "d/a");
    assertThat(paths(MAC, "README", "readme", "D/a", "d/a"))
        .containsExactly("README", "readme (2)", "D/a", "d (2)/a");
    assertThat(paths(MAC, "straße", "STRASSE")).containsExactly("straße", "STRASSE (2)");
  }

  @Test
  void path_normalization() {
    assertThat(paths(POSIX, "\u00e9", "e\u0301")).containsExactly("\u00e9", "e\u0301 (2)");
  }

  /** The name of the locked file is no file's. */
  @Test
  void path_reserved() {
    assertThat(paths(POSIX, ".spillway.lock", "a/.spillway.lock"))
        .containsExactly(".spillway (2).lock", "a/.spillway.lock");
  }

  @Test
  void notes_saysWhatIsDifferent() {
    var placed =
        place(
            POSIX,
            Entry.of("a", 1),
            Entry.of("a", 1),
            new Entry("link", new byte[0], "l"),
            new Entry(".pad/1", new byte[1], "p"));
    assertThat(placed.notes())
        .containsExactly(
            "saved under other names, which this disk can keep apart: a as a (2)",
            "symbolic links are left out, because they may lead anywhere: link");
    assertThat(place(POSIX, Entry.of("a", 1)).notes()).isEmpty();
    var many = Stream.generate(() -> Entry.of("a", 0)).limit(10).toArray(Entry[]::new);
    assertThat(place(POSIX, many).notes()).singleElement().asString().endsWith(" and 6 more");
  }

  /** It does not take the square of the number of files. */
  @Test
  @Timeout(60)
  void path_manyOfOneName() {
    var entries = Stream.generate(() -> Entry.of("a", 0)).limit(100_000).toArray(Entry[]::new);
    var content = FolderContent.of(TorrentFormat.V1, 16 * 1024, List.of(entries));
    var paths = FilePaths.of(content.info().files(), POSIX, PartFolder.LOCK);
    assertThat(paths.path(99_999)).containsExactly("a (100000)");
  }

  @Test
  void at_thisSystem(@TempDir Path folder) {
    var rules = NameRules.at(folder);
    assertThat(rules.system()).isEqualTo(folder.getFileSystem());
    assertThat(rules.windows()).isEqualTo(System.getProperty("os.name").startsWith("Windows"));
  }
}
