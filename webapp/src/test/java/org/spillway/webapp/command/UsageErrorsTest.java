package org.spillway.webapp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class UsageErrorsTest {
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(err)).execute(arguments);
  }

  private String line() {
    return err.toString().stripTrailing();
  }

  @Test
  void execute_unknownOption_namesTheRightOne() {
    assertThat(run("get", "--outptu=x", "http://host/a")).isEqualTo(Main.USAGE);
    assertThat(line())
        .startsWith("spillway: Unknown option: '--outptu=x' (did you mean --output")
        .endsWith("; see spillway get --help")
        .doesNotContain("\n", "Usage:");
  }

  @Test
  void execute_unknownCommand() {
    assertThat(run("gett")).isEqualTo(Main.USAGE);
    assertThat(line()).contains("(did you mean get?)").endsWith("; see spillway --help");
  }

  @Test
  void execute_wrongValue() {
    assertThat(run("get", "--parallel=x\u001b[2J", "http://host/a")).isEqualTo(Main.USAGE);
    assertThat(line()).contains("--parallel").doesNotContain("\u001b", "\n");
  }

  @Test
  void execute_optionsThatDoNotFit() {
    assertThat(run("get")).isEqualTo(Main.USAGE);
    assertThat(run("get", "-j0", "http://host/a")).isEqualTo(Main.USAGE);
    assertThat(run("get", "--checksum=sha256=00", "http://host/a")).isEqualTo(Main.USAGE);
    assertThat(run("get", "-o", "x", "http://host/a", "http://host/b")).isEqualTo(Main.USAGE);
    assertThat(run("get", "-o", "-", "--json", "http://host/a")).isEqualTo(Main.USAGE);
    assertThat(run("get", "-O", "-o", "x", "http://host/a")).isEqualTo(Main.USAGE);
    assertThat(err.toString().lines())
        .containsExactly(
            "spillway: a URL must be given, or a list of them with --input-file; see spillway get"
                + " --help",
            "spillway: --parallel: must be 1 to 100, was 0",
            "spillway: --checksum: a hash by sha256 must have 64 hex digits, had 2",
            "spillway: --output: names one file, but there are 2; name a folder with --directory",
            "spillway: --json: cannot share standard output with the file; choose another --output",
            "spillway: --output cannot be combined with --remote-name");
  }

  /** A list or a Metalink may name any server, and none but the one that is meant may be told. */
  @Test
  void execute_loginForSeveralServers() {
    assertThat(run("get", "-u", "me:secret", "http://a.invalid/x", "http://b.invalid/x"))
        .isEqualTo(Main.USAGE);
    assertThat(run("get", "-H", "X-Key: secret", "-i", "src/test/resources")).isNotZero();
    assertThat(run("get", "-H", "Range: bytes=0-1", "http://a.invalid/x")).isEqualTo(Main.USAGE);
    assertThat(err.toString())
        .contains("--user, --netrc and --header: all URLs must be given as arguments")
        .contains("the header field range cannot be set, because the download needs its own")
        .doesNotContain("secret");
  }

  @Test
  void execute_localPaths() {
    assertThat(run("get", "missing.torrent")).isEqualTo(Main.USAGE);
    assertThat(run("get", "src")).isEqualTo(Main.USAGE);
    assertThat(err.toString().lines())
        .containsExactly(
            "spillway: missing.torrent: there is no such file",
            "spillway: src: is a folder on this machine; name a URL, a magnet link or a .torrent"
                + " file");
  }
}
