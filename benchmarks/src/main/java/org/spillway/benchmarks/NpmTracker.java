package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Starts npm's bittorrent-tracker, which is installed for each run in the versions of a lock file.
 */
final class NpmTracker {
  private static final String NAME = "npm-tracker";

  private NpmTracker() {}

  static boolean isPossible() {
    return Command.isInstalled("node") && Command.isInstalled("npm");
  }

  /** Starts the tracker. The name of its only port is {@code http}. */
  static ServerProcess start(Workplace workplace) throws IOException, InterruptedException {
    Path folder = workplace.folder(NAME);
    copy(workplace, NAME + "-package.json", folder.resolve("package.json"));
    copy(workplace, NAME + "-package-lock.json", folder.resolve("package-lock.json"));
    var install =
        List.of(
            "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", "" + folder);
    Command.run(workplace, Machine.LOAD_CORE, install);
    Path script = workplace.script(NAME + ".mjs");
    return ServerProcess.start(
        workplace, Machine.SERVER_CORE, List.of("node", script.toString(), folder.toString()));
  }

  private static void copy(Workplace workplace, String resource, Path to) throws IOException {
    Files.copy(workplace.script(resource), to, StandardCopyOption.REPLACE_EXISTING);
  }
}
