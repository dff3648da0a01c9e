package org.spillway.webapp.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spillway.client.install.Browser;
import org.spillway.client.install.Launcher;

/** Makes the script with which a browser runs this program as its helper. */
final class HelperLauncher {
  /**
   * Options of the JVM. The simplest collector starts soonest. The JVM's own output would go to
   * standard output, where only messages may stand.
   */
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+DisplayVMOutputToStderr",
          "-Xlog:disable",
          "-Xlog:all=warning:stderr");

  /**
   * The name of the class Main. A reference to the class would be a circle, because Main knows its
   * commands.
   */
  static final String MAIN = HelperLauncher.class.getPackageName() + ".Main";

  private final Browser browser;
  private final @Nullable Path folder;
  private final @Nullable Path state;
  private final List<String> extensionIds;
  private final List<String> dns;

  HelperLauncher(
      Browser browser,
      @Nullable Path folder,
      @Nullable Path state,
      List<String> extensionIds,
      List<String> dns) {
    this.browser = browser;
    this.folder = folder;
    this.state = state;
    this.extensionIds = List.copyOf(extensionIds);
    this.dns = List.copyOf(dns);
  }

  Launcher launcher() {
    List<String> arguments = new ArrayList<>(JVM);
    arguments.addAll(List.of("-cp", classPath(System.getProperty("java.class.path"))));
    arguments.addAll(List.of(MAIN, "native-host", "--browser=" + browser));
    if (folder != null) {
      arguments.add("--folder=" + folder.toAbsolutePath());
    }
    if (state != null) {
      arguments.add("--state=" + state.toAbsolutePath());
    }
    extensionIds.forEach(id -> arguments.add("--extension-id=" + id));
    dns.forEach(server -> arguments.add("--dns=" + server));
    // What follows is the browser's, whatever it looks like.
    arguments.add("--");
    return new Launcher(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), arguments);
  }

  /**
   * Returns jars of one folder as {@code FOLDER/*}, because their names change with the next
   * version.
   */
  static String classPath(String given) {
    List<Path> paths =
        Stream.of(given.split(File.pathSeparator))
            .filter(path -> !path.isEmpty())
            .map(path -> Path.of(path).toAbsolutePath())
            .toList();
    var folders = paths.stream().map(path -> path.resolveSibling("")).distinct().toList();
    boolean jars = paths.stream().allMatch(path -> path.toString().endsWith(".jar"));
    if (jars && folders.size() == 1) {
      return folders.get(0).resolve("*").toString();
    }
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }
}
