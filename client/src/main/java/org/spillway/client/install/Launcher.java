package org.spillway.client.install;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The shell script that a browser starts: browsers pass no arguments of ours.
 *
 * @param java the program {@code java}, an absolute path
 * @param arguments of the JVM and of the program, up to those that the browser adds
 */
public record Launcher(String java, List<String> arguments) {
  public Launcher {
    arguments = List.copyOf(arguments);
  }

  /** Standard output is the browser's: the script itself prints nothing. */
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

  /** Within single quotes nothing has a meaning to the shell but a single quote. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
