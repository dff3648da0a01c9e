package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

/**
 * The Debian package: made by {@code bin/package} of the jars under test, installed into a root of
 * its own, run as its unit says, upgraded and purged. For root, as dpkg wants it.
 */
class DebianPackageIT {
  private static final Duration MOST = Duration.ofMinutes(2);

  /** A user without any rights, as the one that systemd makes up for the unit. */
  private static final String NOBODY = "65534";

  @TempDir private Path folder;
  private Path root;
  private String built;

  @BeforeEach
  void build() throws Exception {
    // Another user has to come in.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    root = folder.resolve("root");
    for (String name : List.of("info", "updates", "triggers")) {
      Files.createDirectories(root.resolve("var/lib/dpkg").resolve(name));
    }
    Files.createFile(root.resolve("var/lib/dpkg/status"));
    built = make(Files.createDirectory(folder.resolve("one")));
  }

  private static String make(Path into) throws Exception {
    String script = Path.of("../bin/package").toString();
    var command = List.of(script, into.toString());
    try (var program =
        Program.start(Map.of("SPILLWAY_BUILT", "1", "SPILLWAY_COMPRESSION", "none"), command)) {
      assertThat(program.awaitEnd(MOST)).as(program.output()).isZero();
      return program.output().strip();
    }
  }

  private void dpkg(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("dpkg", "--root=" + root, "--force-script-chrootless", "--force-depends"));
    command.addAll(List.of(arguments));
    Program.run(MOST, command.toArray(String[]::new));
  }

  private Path installed(String path) {
    return root.resolve(path.substring(1));
  }

  @Test
  void sameSources_sameBytes() throws Exception {
    String again = make(Files.createDirectory(folder.resolve("two")));
    assertThat(Path.of(again)).hasSameBinaryContentAs(Path.of(built));
  }

  @Test
  void install_run_upgrade_purge() throws Exception {
    dpkg("--install", built);
    assertThat(installed("/usr/share/man/man1/spillway-serve.1.gz")).isRegularFile();
    assertThat(installed("/usr/share/bash-completion/completions/spillway")).isRegularFile();
    Files.writeString(installed("/var/www/spillway/hello.txt"), "hello");
    serve();

    Path configuration = installed("/etc/spillway/spillway.yaml");
    Files.writeString(configuration, "# mine\n");
    dpkg("--install", built);
    assertThat(configuration).hasContent("# mine\n");

    Files.createDirectories(installed("/var/lib/private/spillway"));
    dpkg("--purge", "spillway");
    assertThat(installed("/usr/share/spillway")).doesNotExist();
    assertThat(installed("/etc/spillway")).doesNotExist();
    assertThat(installed("/etc/default/spillway")).doesNotExist();
    assertThat(installed("/var/lib/private/spillway")).doesNotExist();
    assertThat(installed("/var/www/spillway/hello.txt")).as("what others put there").exists();
  }

  /** Runs the command of the unit, and asks it for a file. */
  private void serve() throws Exception {
    var environment = environment();
    List<String> command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--no-new-privs"));
    for (String word : unit("ExecStart").split(" ", -1)) {
      command.add(word.replaceFirst("(^|=)/(?=usr/bin|etc)", "$1" + root + "/"));
    }
    try (var server = Program.start(environment, command)) {
      String output = server.awaitOutput(MOST, text -> text.contains("\"started\""));
      String line = output.lines().filter(text -> text.startsWith("{")).findFirst().orElseThrow();
      int port = new ObjectMapper().readTree(line).get("http").asInt();
      var answer = TestSite.get("http://127.0.0.1:" + port + "/hello.txt");
      assertThat(answer.body()).asString().isEqualTo("hello");
      assertThat(server.output()).doesNotContain("JNA cannot be used", "LC_ALL");
      server.terminate();
      assertThat(server.awaitEnd(MOST)).isZero();
    }
    assertThat(Path.of(environment.get("SPILLWAY_STATE_DIR"))).isNotEmptyDirectory();
  }

  /** Returns the variables that the unit sets, with the folders that systemd would make. */
  private Map<String, String> environment() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("SPILLWAY_LIB", installed("/usr/share/spillway").toString());
    environment.put("SPILLWAY_STATE_DIR", ownFolder("/var/lib/spillway").toString());
    String options = Files.readString(installed("/etc/default/spillway"));
    String cache = ownFolder("/var/cache/spillway").toString();
    assertThat(options).contains("-Djna.tmpdir=/var/cache/spillway");
    environment.put("SPILLWAY_JAVA_OPTS", "-Djna.tmpdir=" + cache);
    environment.put("SPILLWAY_CONTENT_ROOT", installed("/var/www/spillway").toString());
    assertThat(unit("Environment")).isEqualTo("SPILLWAY_STATE_DIR=/var/lib/spillway");
    for (String door : List.of("HTTP", "SEEDER", "TRACKER", "DNS")) {
      environment.put("SPILLWAY_" + door + "_HOST", "127.0.0.1");
      environment.put("SPILLWAY_" + door + (door.equals("TRACKER") ? "_UDP" : "") + "_PORT", "0");
    }
    return environment;
  }

  private Path ownFolder(String path) throws Exception {
    Path own = Files.createDirectories(installed(path));
    Program.run(0, "chown", NOBODY, own.toString());
    return own;
  }

  private String unit(String key) throws IOException {
    Path unit = installed("/usr/lib/systemd/system/spillway.service");
    return Files.readAllLines(unit).stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
