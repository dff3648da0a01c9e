package org.spillway.client.install;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The shell script that a browser starts, because browsers pass no arguments of ours.
 *
 * @param java the absolute path of the program {@code java}
 * @param arguments the arguments of the JVM and of the program, up to those that the browser adds
 */
public record Launcher(String java, List<String> arguments) {
  public Launcher {
    arguments = List.copyOf(arguments);
  }

  /** Returns the script. It prints nothing itself, because standard output is the browser's. */
  String script() {
    return """
    #!/bin/sh
    # Written by spillway native-host --install; started by the browser.
    # The JVM reads file names in the locale's encoding.
    [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
    java=%s
    [ -x "$java" ] || java=java
    exec "$java" %s "$@"
    """
        .formatted(
            quoted(java),
            arguments.stream().map(Launcher::quoted).collect(Collectors.joining(" ")));
  }

  /**
   * Returns the text in single quotes, within which only a single quote has a meaning to the shell.
   */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
