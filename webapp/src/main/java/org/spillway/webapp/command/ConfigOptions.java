package org.spillway.webapp.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.Values;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every key as an option of a command, and {@code --config}. */
final class ConfigOptions {
  private static final String CONFIG = "--config";

  private ConfigOptions() {}

  static void addTo(CommandSpec command) {
    command.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(Path.class)
            .description("YAML file with the same keys; also in SPILLWAY_CONFIG")
            .build());
    for (Key key : Key.values()) {
      command.addOption(
          OptionSpec.builder("--" + key)
              .paramLabel("VALUE")
              .type(String.class)
              .description(describe(key))
              .build());
    }
  }

  private static String describe(Key key) {
    boolean said = key.byDefault().isEmpty();
    return key.description() + (said ? "" : " (" + key.byDefault() + ")");
  }

  /** Defaults, then YAML, then environment, then the options that were given. */
  static Values values(CommandSpec command, Map<String, String> environment)
      throws ConfigException {
    var values = new Values();
    Path file = command.findOption(CONFIG).getValue();
    if (file == null && environment.containsKey("SPILLWAY_CONFIG")) {
      file = Path.of(environment.get("SPILLWAY_CONFIG"));
    }
    if (file != null) {
      values.setFromYaml(file);
    }
    values.setFromEnvironment(environment);
    for (Key key : Key.values()) {
      String given = command.findOption("--" + key).getValue();
      if (given != null) {
        values.set(key, given);
      }
    }
    return values;
  }

  /** Every key with its default and what it is for, as YAML that can be edited. */
  static void print(PrintWriter out) {
    for (Key key : Key.values()) {
      out.println("# " + key.description());
      out.println((key.byDefault().isEmpty() ? "# " : "") + key + ": " + yaml(key.byDefault()));
      out.println();
    }
    out.flush();
  }

  private static String yaml(String text) {
    return text.endsWith(":") ? '"' + text + '"' : text;
  }
}
