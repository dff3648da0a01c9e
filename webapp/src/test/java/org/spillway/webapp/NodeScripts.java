package org.spillway.webapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spillway.testing.Program;

/**
 * Scripts in {@code src/test/node} with the packages of npm that the lock file there names, which
 * are installed once below {@code target}.
 */
final class NodeScripts {
  private static final Duration TIME_TO_INSTALL = Duration.ofMinutes(10);
  private static final Path SOURCE = Path.of("src", "test", "node");
  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();
  private static final String LOCK = "package-lock.json";

  private NodeScripts() {}

  /** The command that runs a script. */
  static List<String> command(String script, String... arguments) throws Exception {
    install();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("node", FOLDER.resolve(script).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static synchronized void install() throws Exception {
    Files.createDirectories(FOLDER);
    boolean isInstalled =
        Files.exists(FOLDER.resolve(LOCK))
            && Files.mismatch(SOURCE.resolve(LOCK), FOLDER.resolve(LOCK)) < 0;
    copy(".npmrc");
    copy("package.json");
    copy("announce.mjs");
    copy("exchange.mjs");
    copy("tcp_peer.mjs");
    if (!isInstalled) {
      Files.copy(SOURCE.resolve(LOCK), FOLDER.resolve(LOCK), StandardCopyOption.REPLACE_EXISTING);
      try {
        Program.run(
            0, TIME_TO_INSTALL, Map.of(), List.of("npm", "ci", "--prefix", FOLDER.toString()));
      } catch (AssertionError e) {
        Files.delete(FOLDER.resolve(LOCK));
        throw e;
      }
    }
  }

  private static void copy(String name) throws IOException {
    Files.copy(SOURCE.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
