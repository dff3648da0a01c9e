package org.spillway.webapp.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Environment;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.Keys;
import org.spillway.webapp.config.Place;
import org.spillway.webapp.config.Values;
import org.spillway.webapp.config.YamlFile;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Adds every key as an option to a command, and {@code --config}, and reads them. */
final class ConfigOptions {
  private static final String CONFIG = "--config";
  private static final String CONFIG_VARIABLE = "SPILLWAY_CONFIG";

  private ConfigOptions() {}

  static void addTo(CommandSpec command) {
    // They are told together with what is wrong in the file and the environment.
    command.parser().collectErrors(true);
    command.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(Path.class)
            .description("YAML file with the same keys; also in " + CONFIG_VARIABLE)
            .build());
    for (Key<?> key : Keys.ALL) {
      command.addOption(
          OptionSpec.builder("--" + key)
              .paramLabel("VALUE")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .arity("1")
              .description(key.help().replace("%", "%%"))
              .build());
    }
  }

  /**
   * Returns the values of the file, the environment and the options, of which the later ones win.
   */
  static Values values(CommandSpec command, Map<String, String> environment) {
    Path file = command.findOption(CONFIG).getValue();
    String variable = environment.getOrDefault(CONFIG_VARIABLE, "");
    var values = new Values();
    if (file != null) {
      YamlFile.read(file, Keys.TABLE, values);
    } else if (!variable.isEmpty()) {
      YamlFile.read(Path.of(variable), Keys.TABLE, values);
    }
    return values(command, environment, values);
  }

  /**
   * Returns the values of this file alone, the environment and the options. A second file is a
   * mistake, because serve reads one.
   *
   * @param option the option that names the file
   */
  static Values valuesOf(
      Path file, String option, CommandSpec command, Map<String, String> environment) {
    var values = YamlFile.read(file, Keys.TABLE, new Values());
    if (command.findOption(CONFIG).getValue() != null) {
      values.wrong(
          Place.commandLine(CONFIG),
          "names a second file beside %s; give one of them, because one file is read"
              .formatted(option));
    }
    return values(command, environment, values);
  }

  /**
   * @param values those of the file, to which the others are added
   */
  private static Values values(
      CommandSpec command, Map<String, String> environment, Values values) {
    Environment.read(environment, Keys.TABLE, values);
    for (Key<?> key : Keys.ALL) {
      List<String> given = command.findOption("--" + key).getValue();
      if (given != null) {
        values.setAll(key, given, Place.commandLine("--" + key));
      }
    }
    command.commandLine().getParseResult().errors().forEach(error -> tell(error, values));
    return values;
  }

  private static void tell(Exception error, Values values) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      unmatched.getUnmatched().forEach(argument -> unknown(argument, values));
    } else if (error instanceof MissingParameterException missing) {
      for (ArgSpec argument : missing.getMissing()) {
        String name = argument.isOption() ? ((OptionSpec) argument).longestName() : "";
        values.wrong(Place.commandLine(name), "needs a value, such as " + name + "=VALUE");
      }
    } else {
      values.wrong(Place.commandLine("command line"), String.valueOf(error.getMessage()));
    }
  }

  private static void unknown(String argument, Values values) {
    if (!argument.startsWith("--")) {
      values.wrong(Place.commandLine(argument), "is not an argument of this command");
      return;
    }
    String name = argument.substring(2).replaceFirst("(?s)=.*", "");
    values.wrong(Place.commandLine("--" + name), Keys.unknown(name));
    if (!argument.contains("=")) {
      // The argument behind it is probably its value, and not the folder.
      values.wrong(CatalogConfig.CONTENT_ROOT, Place.commandLine("--" + name), Keys.unknown(name));
    }
  }

  /** Prints the warnings, which do not stop the program. */
  static void warn(Values values, CommandSpec command) {
    var err = command.commandLine().getErr();
    values.warnings().forEach(warning -> err.println("spillway: warning: " + warning));
    err.flush();
  }

  /** Sets content.root to the folder that was given as an argument. */
  static void setFolder(String folder, Values values) {
    var root = CatalogConfig.CONTENT_ROOT;
    String option = "--" + root;
    var place = Place.commandLine("DIR");
    if (values.isWrong(root)) {
      return;
    }
    if (values.isFrom(root, Place.commandLine(option))) {
      values.wrong(
          root,
          place,
          "%s and %s both name the folder; give one of them".formatted(folder, option));
    } else {
      values.set(root, folder, place);
    }
  }
}
