package org.spillway.client.helper;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Starts the program in which a person sees folders, so that it shows a file. */
final class FileManager {
  private static final long PATIENCE_SECONDS = 3;

  private final BiFunction<Path, Boolean, List<List<String>>> commands;

  /**
   * @param commands returns the commands for a file, of which each is tried if the one before
   *     fails; the second argument says whether the file exists
   */
  FileManager(BiFunction<Path, Boolean, List<List<String>>> commands) {
    this.commands = commands;
  }

  static FileManager ofThisSystem() {
    String system = System.getProperty("os.name", "");
    return new FileManager((file, exists) -> commands(system, file, exists));
  }

  /**
   * @param system the name of the system, as {@code os.name} has it
   */
  static List<List<String>> commands(String system, Path file, boolean exists) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return onMac(file, exists);
    }
    return name.startsWith("windows") ? onWindows(file, exists) : onFreeDesktop(file, exists);
  }

  /**
   * Shows the file selected in its folder, or the folder. Waits a few seconds at most.
   *
   * @throws IOException if no program could do it
   */
  void show(Path file, boolean exists) throws IOException {
    for (List<String> command : commands.apply(file, exists)) {
      if (succeeds(command)) {
        return;
      }
    }
    throw new IOException("no file manager");
  }

  private static boolean succeeds(List<String> command) {
    try {
      // Standard output is the browser's: nothing else may write to it.
      var process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.PIPE)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // One that goes on running is showing something.
      return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<List<String>> onFreeDesktop(Path file, boolean exists) {
    var folder = List.of("xdg-open", folder(file));
    if (!exists) {
      return List.of(folder);
    }
    // dbus-send takes a comma for the end of a list's item.
    String uri = file.toUri().toASCIIString().replace(",", "%2C");
    var select =
        List.of(
            "dbus-send",
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.FileManager1",
            "/org/freedesktop/FileManager1",
            "org.freedesktop.FileManager1.ShowItems",
            "array:string:" + uri,
            "string:");
    return List.of(select, folder);
  }

  private static List<List<String>> onMac(Path file, boolean exists) {
    return List.of(exists ? List.of("open", "-R", file.toString()) : List.of("open", folder(file)));
  }

  private static List<List<String>> onWindows(Path file, boolean exists) {
    return List.of(
        exists
            ? List.of("explorer.exe", "/select," + file)
            : List.of("explorer.exe", folder(file)));
  }

  private static String folder(Path file) {
    return String.valueOf(file.getParent());
  }
}
