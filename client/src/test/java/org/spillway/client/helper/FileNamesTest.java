package org.spillway.client.helper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          file.iso;            file.iso
          ü ä.tar.gz;          ü ä.tar.gz
          ../../etc/passwd;    _.._etc_passwd
          ..;                  download
          .bashrc;             bashrc
          a/b\\c:d*?"<>|;      a_b_c_d______
          con;                 _con
          NUL.txt;             _NUL.txt
          console.txt;         console.txt
          dot.;                dot
          '  ';                download
          """)
  void safe(String name, String expected) {
    assertThat(FileNames.safe(name)).isEqualTo(expected);
  }

  /**
   * A line break, an escape for terminals, and the override that turns the direction of writing.
   */
  @Test
  void safe_invisibleCharacters() {
    assertThat(FileNames.safe("a\nb\u001b[2Jc\u202egpj.exe\ud800")).isEqualTo("a_b_[2Jc_gpj.exe_");
  }

  @Test
  void safe_long_keepsTheExtension() {
    String safe = FileNames.safe("ü".repeat(300) + "😀.tar.gz");
    assertThat(safe.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(200);
    assertThat(safe).endsWith("ü.tar.gz");
    assertThat(FileNames.safe("😀".repeat(300)).getBytes(UTF_8)).hasSize(200);
  }

  @Test
  void reserve_numbersWhatIsTaken() throws Exception {
    Files.writeString(folder.resolve("a.tar.gz"), "mine");
    assertThat(FileNames.reserve(folder, "a.tar.gz")).isEqualTo(folder.resolve("a (1).tar.gz"));
    assertThat(FileNames.reserve(folder, "a.tar.gz")).isEqualTo(folder.resolve("a (2).tar.gz"));
    assertThat(FileNames.reserve(folder, "none")).isEqualTo(folder.resolve("none"));
    assertThat(FileNames.reserve(folder, "none")).isEqualTo(folder.resolve("none (1)"));
    assertThat(folder.resolve("a.tar.gz")).hasContent("mine");
  }

  /** A link that leads nowhere would be written through. */
  @Test
  void reserve_danglingLink() throws Exception {
    Files.createSymbolicLink(folder.resolve("a.iso"), folder.resolve("elsewhere"));
    assertThat(FileNames.reserve(folder, "a.iso")).isEqualTo(folder.resolve("a (1).iso"));
  }

  @Test
  void reserve_createsTheFolder() throws Exception {
    Path deep = folder.resolve("a/b");
    assertThat(FileNames.reserve(deep, "../x")).hasParentRaw(deep);
  }
}
