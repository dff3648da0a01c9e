package org.spillway.webapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.config.Key;

/** Starts {@code spillway serve} as a process of its own. */
final class ServeProcess {
  private static final Duration MOST = Duration.ofMinutes(1);

  private ServeProcess() {}

  /**
   * Starts a server.
   *
   * @param keys are used beside those of the site, or instead of them
   */
  static Program start(TestSite site, Map<Key<?>, String> keys, Map<String, String> environment)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(Main.class.getName(), "serve"));
    arguments.addAll(site.options(keys));
    return Program.java(environment, arguments.toArray(String[]::new));
  }

  /** Waits until the server has started, and returns the line that names its ports. */
  static JsonNode started(Program serve) throws IOException {
    String output =
        serve.awaitOutput(MOST, text -> text.contains("\"started\"") && text.endsWith("\n"));
    String line = output.lines().filter(text -> text.startsWith("{")).findFirst().orElseThrow();
    return new ObjectMapper().readTree(line);
  }
}
