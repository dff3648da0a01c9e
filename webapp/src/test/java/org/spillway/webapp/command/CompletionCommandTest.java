package org.spillway.webapp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

class CompletionCommandTest {
  @TempDir Path folder;

  private static String script(String shell) {
    var out = new StringWriter();
    int exit = Main.commandLine().setOut(new PrintWriter(out)).execute("completion", shell);
    assertThat(exit).isZero();
    return out.toString();
  }

  /** Lets bash complete, as it does when the tab key is pressed. */
  @Test
  void bash_completesCommandsAndOptions() throws Exception {
    Path file = Files.writeString(folder.resolve("completion"), script("bash"));
    assertThat(completed(file, "spillway", "verif")).contains("verify");
    assertThat(completed(file, "spillway", "get", "--chec")).contains("--checksum");
    assertThat(completed(file, "spillway", "torrent", "--piece")).contains("--piece-length");
  }

  private static String completed(Path script, String... words) throws Exception {
    String last = words[words.length - 1];
    String array = String.join(" ", words);
    String commands =
        """
        source "$0"
        COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
        _complete_spillway spillway '%s' ''
        echo "${COMPREPLY[@]}"
        """
            .formatted(array, words.length - 1, array, array.length(), last);
    return Program.run(
        0,
        Duration.ofSeconds(30),
        Map.of(),
        List.of("/bin/bash", "-c", commands, script.toString()));
  }

  @Test
  void zsh_isTheSameScript() {
    assertThat(script("zsh")).isEqualTo(script("bash")).contains("bashcompinit");
  }

  @Test
  void fish_hasEveryCommandAndOption() {
    assertThat(script("fish").lines())
        .contains(
            "complete -c spillway -n __fish_use_subcommand -f -a show -d 'Shows what stands in a"
                + " .torrent, in a magnet link, or in the torrent that a server offers of a file'",
            "complete -c spillway -n '__fish_seen_subcommand_from get' -s q -l quiet -f -d 'print"
                + " errors only, no progress'",
            "complete -c spillway -n '__fish_seen_subcommand_from torrent' -l format -x -a 'v1"
                + " hybrid v2' -d 'v1, hybrid or v2'",
            "complete -c spillway -n '__fish_seen_subcommand_from get' -s i -l input-file -r -F -d"
                + " 'file with more of these, one on a line, or - for standard input'")
        .allSatisfy(line -> assertThat(line).startsWith("complete -c spillway -n "));
  }
}
