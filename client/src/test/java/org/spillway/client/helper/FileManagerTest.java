package org.spillway.client.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileManagerTest {
  private static final Path FILE = Path.of("/tmp/a,b 'c'.iso");

  @Test
  void show_takesTheFirstThatWorks() {
    var manager =
        new FileManager(
            (file, exists) ->
                List.of(List.of("/no/such/program"), List.of("false"), List.of("true")));
    assertThatCode(() -> manager.show(FILE, true)).doesNotThrowAnyException();
  }

  @Test
  void show_nothingWorks() {
    var manager = new FileManager((file, exists) -> List.of(List.of("/no/such/program")));
    assertThatThrownBy(() -> manager.show(FILE, true)).isInstanceOf(IOException.class);
  }

  /** A comma would end the item of dbus-send's list. */
  @Test
  void commands_nameIsOneArgument() {
    assertThat(FileManager.commands("Linux", FILE, true))
        .last()
        .isEqualTo(List.of("xdg-open", "/tmp"));
    assertThat(FileManager.commands("Linux", FILE, true).get(0))
        .contains("array:string:file:///tmp/a%2Cb%20'c'.iso");
    assertThat(FileManager.commands("Mac OS X", FILE, true))
        .containsExactly(List.of("open", "-R", "/tmp/a,b 'c'.iso"));
  }
}
