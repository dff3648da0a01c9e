package org.spillway.client.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

class LauncherTest {
  @TempDir private Path folder;

  /** Runs the script with a program in place of the JVM, which prints its arguments. */
  @Test
  void script_passesEachArgumentAsItIs() throws Exception {
    Path java = folder.resolve("it's java");
    Files.writeString(java, "#!/bin/sh\nprintf '<%s>' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    var launcher =
        new Launcher(java.toString(), List.of("-cp", "/a b/*", "it's", "$HOME `id` \"x\"", "--"));
    Path script = Files.writeString(folder.resolve("script"), launcher.script());
    assertThat(Program.run(0, "sh", script.toString(), "chrome-extension://abc/", "--x y"))
        .isEqualTo("<-cp></a b/*><it's><$HOME `id` \"x\"><--><chrome-extension://abc/><--x y>");
  }
}
